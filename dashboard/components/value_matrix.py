"""What does a cell of the value matrix say, and who is in it?"""

from __future__ import annotations

import streamlit as st

from dashboard.components import heading
from dashboard.components.plain import plain
from dashboard.i18n.texts import Texts
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.value_matrix import LAYOUT, MatrixCell


def show(cells: dict[str, MatrixCell], texts: Texts) -> None:
    """Draw the four cells, high current value above, high potential value on the right."""
    for row in LAYOUT:
        for column, tier in zip(st.columns(2), row, strict=True):
            with column, st.container(border=True, height="stretch", key=f"matrix_{tier}"):
                _cell(cells[tier], texts)


def _cell(cell: MatrixCell, texts: Texts) -> None:
    shares = (
        ("customers_share", cell.customers_share),
        ("current_share", cell.current_share),
        ("potential_share", cell.potential_share),
    )
    st.markdown(f"**{plain(cell.name)}** · {plain(cell.customers)}  \n:gray[:small[{plain(cell.place)}]]")
    with st.container(horizontal=True, gap="medium"):
        for name, share in shares:
            meaning = plain(texts(f"segments.matrix.{name}"))
            st.markdown(f"**{plain(share)}**  \n:gray[:small[{meaning}]]", width="content")
    st.markdown(f":small[{plain(cell.strategy)}]")
    filters = CustomerFilters(tier=(cell.tier,))
    if cell.count:
        heading.page_link("customers", cell.lead_in, filters=filters)
