"""How loyal are customers, by which bond, and what is a point of retention worth?"""

from __future__ import annotations

from dashboard import assessed, state
from dashboard.components import empty, figures, heading, headline, item_roles, people_behind, tabs
from dashboard.components import loyalty_parts as parts
from dashboard.components.satisfaction_parts import tables_of
from dashboard.presenters.loyalty import BEHIND, loyalty_view

here = state.here()
texts = here.reader.texts

TABS = ("kinds", "retention", "worth")


def show_page() -> None:
    """Draw headline and figures, then one of three views, which stands in the address."""
    view = loyalty_view(
        assessed.customers(here), tables_of(here), assessed.grounds(here), assessed.earlier(here)
    )
    headline.show(view.headline, view.caption)
    empty.basis_note(here)
    if view.missing:
        empty.note(view.missing, ":material/data_alert:")
        item_roles.link(here)
    figures.show(
        view.figures,
        key="loyalty_figures",
        most_columns=len(view.figures),
        below=lambda number: people_behind.link(here, BEHIND[number]),
    )
    tab = tabs.show(here, "loyalty", TABS)
    if tab == "retention":
        parts.show_retention(here)
    elif tab == "worth":
        parts.show_worth(here)
    else:
        parts.show_kinds(here, view.kinds)


heading.show(here, texts("frame.page.loyalty"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    show_page()
