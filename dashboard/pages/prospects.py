"""Whom to win, and what to offer whom?"""

from __future__ import annotations

import pandas as pd

from dashboard import assessed, state
from dashboard.components import empty, heading, prospect_lists, tabs
from dashboard.presenters.next_products import has_offers
from dashboard.state import Here

TABS = {"offer": prospect_lists.show_offer, "win": prospect_lists.show_win}


def show_page(here: Here, customers: pd.DataFrame) -> None:
    """Draw the choice of view, first the one with something to say, and the view chosen."""
    order = ("offer", "win") if has_offers(customers) else ("win", "offer")
    tab = tabs.show(here, "prospects", order)
    empty.basis_note(here)
    TABS[tab](here, customers)


here = state.here()
texts = here.reader.texts
heading.show(here, texts("frame.page.prospects"))
if here.assessment is None:
    empty.no_assessment(here)
elif not assessed.grounds(here).has_purchases:
    empty.no_purchases(here)
else:
    show_page(here, assessed.customers(here))
