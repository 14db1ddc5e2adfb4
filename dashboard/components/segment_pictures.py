"""How does each way of cutting the customers look, and whom does a click on it mean?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import assessed, state
from dashboard.charts.concentration import concentration_chart
from dashboard.charts.migration import flow_chart, moves_chart
from dashboard.charts.rfm_grid import rfm_chart
from dashboard.charts.share_bars import beside_bars_chart, share_columns_chart
from dashboard.components import chart, empty, figures, heading, headline, value_matrix
from dashboard.components.plain import plain
from dashboard.presenters.concentration import concentration_view
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.lifecycle import lifecycle_view
from dashboard.presenters.migration import migration_view
from dashboard.presenters.rfm_grid import rfm_view
from dashboard.presenters.segment_reasons import segment_reason
from dashboard.presenters.value_matrix import matrix_view, pyramid_view
from dashboard.state import Here
from dashboard.theme import CLASS_COLOURS, STAGE_COLOURS, TIER_COLOURS

_SHARES = ("customer_share", "current_value_share", "potential_value_share")


def show_matrix(here: Here, customers: pd.DataFrame) -> None:
    """Draw the value matrix: four cells with their strategies, and the shares side by side."""
    grounds, texts = assessed.grounds(here), here.reader.texts
    view = matrix_view(customers, grounds)
    headline.show(view.headline, view.note)
    if view.missing:
        _missing(here, view.missing)
        return
    _why("matrix", len(customers), here)
    value_matrix.show(view.cells, texts)
    heading.section(texts("segments.matrix.shares_title"), texts("segments.click"))
    names = {name: texts(f"segments.share.{name}{_suffix(name, grounds.measure)}") for name in _SHARES}
    _leads(here, "tier", share_columns_chart(view.shares, TIER_COLOURS, names), "segments_matrix", view.alt)


def show_concentration(here: Here, customers: pd.DataFrame) -> None:
    """Draw the concentration curve and the classes A, B and C."""
    grounds, texts = assessed.grounds(here), here.reader.texts
    view = concentration_view(customers, grounds)
    headline.show(view.headline)
    if view.missing:
        _missing(here, view.missing)
        return
    _why("abc", len(customers), here)
    left, right = st.columns(2, gap="large")
    with left:
        heading.section(
            texts("segments.abc.curve_title"), texts(f"segments.abc.curve_caption.{grounds.measure}")
        )
        _leads(
            here,
            "abc",
            concentration_chart(view.curve, CLASS_COLOURS, view.marks),
            "segments_curve",
            view.alt,
        )
    with right:
        heading.section(texts("segments.abc.classes_title"), texts("segments.click"))
        _beside(here, view.classes, CLASS_COLOURS, "abc", view.alt)
        _meanings(view.strategies)


def show_pyramid(here: Here, customers: pd.DataFrame) -> None:
    """Draw the number of customers beside what they bring, from the best step down."""
    view = pyramid_view(customers, assessed.grounds(here))
    headline.show(view.headline)
    if view.missing:
        _missing(here, view.missing)
        return
    _why("pyramid", len(customers), here)
    heading.section(here.reader.texts("segments.pyramid.title"), here.reader.texts("segments.click"))
    _beside(here, view.steps, TIER_COLOURS if view.kind == "tier" else CLASS_COLOURS, view.kind, view.alt)


def show_rfm(here: Here, customers: pd.DataFrame) -> None:
    """Draw the grid of recency and frequency."""
    texts = here.reader.texts
    view = rfm_view(customers, assessed.grounds(here))
    headline.show(view.headline)
    if view.missing:
        _missing(here, view.missing)
        return
    _why("rfm", len(customers), here)
    heading.section(texts("segments.rfm.title"), f"{texts('segments.rfm.caption')} {texts('segments.click')}")
    axes = (texts("segments.rfm.axis.recency"), texts("segments.rfm.axis.frequency"))
    _leads(here, "rfm", rfm_chart(view.cells, axes), "segments_rfm", view.alt)


def show_lifecycle(here: Here, customers: pd.DataFrame) -> None:
    """Draw the stages of the relationship."""
    view = lifecycle_view(customers, assessed.grounds(here))
    headline.show(view.headline)
    if view.missing:
        _missing(here, view.missing)
        return
    _why("lifecycle", len(customers), here)
    heading.section(here.reader.texts("segments.lifecycle.title"), here.reader.texts("segments.click"))
    _beside(here, view.stages, STAGE_COLOURS, "stage", view.alt)
    _meanings(view.meanings)


def show_migration(here: Here, customers: pd.DataFrame) -> None:
    """Draw who moved between tiers since an earlier assessment, which can be chosen."""
    texts = here.reader.texts
    before = assessed.tiers(here, here.compared)
    if before is None or here.compared is None:
        title, text = texts("segments.migration.alone.title"), texts("segments.migration.alone.text")
        empty.show(title, text, page="settings", action=texts("segments.migration.alone.action"))
        return
    view = migration_view(customers, before, here.compared.as_of, assessed.grounds(here))
    headline.show(view.headline, view.caption)
    _compared(here)
    if view.missing:
        _missing(here, view.missing)
        return
    figures.show(view.figures, key="migration_figures")
    left, right = st.columns(2, gap="large")
    with left:
        heading.section(texts("segments.migration.matrix_title"), texts("segments.click"))
        axes = (texts("segments.migration.axis.before"), texts("segments.migration.axis.now"))
        clicked = chart.show(moves_chart(view.moves, view.words, axes), "segments_moves", view.alt)
        if clicked:
            was, tier = clicked[0].split("-")
            filters = CustomerFilters(was=(was,), tier=(tier,))
            compared = here.compared.assessment_id
            state.go("customers", filters=filters, compared=compared, tab=here.address.tab)
    with right:
        heading.section(texts("segments.migration.flow_title"))
        picture = flow_chart(view.moves, view.words, TIER_COLOURS)
        chart.show(picture, "segments_flow", view.alt, can_choose=False)


def _compared(here: Here) -> None:
    """Draw the choice of the earlier assessment."""
    earlier = {
        made.assessment_id: here.reader.formats.day(made.as_of)
        for made in here.place.assessments
        if here.assessment is not None and made.as_of < here.assessment.as_of
    }
    now = here.compared.assessment_id if here.compared is not None else None
    if len(earlier) > 1 and now in earlier:
        st.selectbox(
            here.reader.texts("segments.migration.compare"),
            list(earlier),
            format_func=lambda number: earlier.get(number, ""),
            key=state.follow("segments_compared", now),
            on_change=lambda: state.change(compared=state.chosen("segments_compared")),
            width=240,
        )


def _leads(here: Here, name: str, picture: go.Figure, key: str, alt: str) -> None:
    """Draw a picture whose marks lead to the customers behind them."""
    clicked = chart.show(picture, key, alt)
    if clicked:
        chosen: dict[str, Any] = {name: tuple(clicked[:1])}
        # The tab goes along, so that Back leads to this very picture.
        state.go("customers", filters=CustomerFilters(**chosen), tab=here.address.tab)


def _beside(here: Here, table: pd.DataFrame, colours: dict[str, str], name: str, alt: str) -> None:
    texts = here.reader.texts
    measure = assessed.grounds(here).measure
    names = (texts("segments.share.customer_share"), texts(f"segments.share.current_value_share.{measure}"))
    _leads(here, name, beside_bars_chart(table, colours, names), f"segments_{name}_beside", alt)


def _meanings(meanings: tuple[tuple[str, str], ...]) -> None:
    for name, meaning in meanings:
        st.markdown(f"**{plain(name)}** :gray[{plain(meaning)}]")


def _why(tab: str, customers_count: int, here: Here) -> None:
    """Draw what explains the figures of a view."""
    figures.why(segment_reason(tab, customers_count, assessed.grounds(here)), f"segments_{tab}")


def _missing(here: Here, text: str) -> None:
    texts = here.reader.texts
    empty.show(texts("segments.missing_title"), text, page="data", action=texts("frame.no_data_action"))


def _suffix(name: str, measure: str) -> str:
    return f".{measure}" if name == "current_value_share" else ""
