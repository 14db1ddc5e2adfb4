"""Who is worth what?"""

from __future__ import annotations

import pandas as pd

from dashboard import assessed, state
from dashboard.components import empty, group_pictures, heading, segment_pictures, tabs
from dashboard.state import Here

TABS = {
    "matrix": segment_pictures.show_matrix,
    "abc": segment_pictures.show_concentration,
    "pyramid": segment_pictures.show_pyramid,
    "rfm": segment_pictures.show_rfm,
    "lifecycle": segment_pictures.show_lifecycle,
    "groups": group_pictures.show_groups,
    "firmness": group_pictures.show_firmness,
    "migration": segment_pictures.show_migration,
}


def show_page(here: Here, customers: pd.DataFrame) -> None:
    """Draw the choice of view, which stands in the address, and the view chosen."""
    tab = tabs.show(here, "segments", list(TABS))
    empty.basis_note(here)
    TABS[tab](here, customers)


here = state.here()
texts = here.reader.texts
heading.show(here, texts("frame.page.segments"))
if here.assessment is None:
    empty.no_assessment(here)
elif not assessed.grounds(here).has_purchases:
    empty.no_purchases(here)
else:
    show_page(here, assessed.customers(here))
