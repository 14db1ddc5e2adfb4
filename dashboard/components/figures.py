"""How does a figure stand on a page, and how does it explain itself?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

import streamlit as st

from dashboard.components.plain import plain
from dashboard.i18n.texts import Texts
from dashboard.links import query
from dashboard.presenters.figure import Explanation, Figure, Meaning
from dashboard.state import PAGE_FILES, address_for, here

Colour = Literal["green", "red", "gray"]
_COLOURS: Final[dict[Meaning, Colour]] = {"good": "green", "bad": "red", "neutral": "gray"}
_MOST_COLUMNS: Final = 4
_ARROWS: Final[dict[str, Literal["up", "down", "off"]]] = {"up": "up", "down": "down", "none": "off"}


def show(
    figures: Sequence[Figure],
    key: str = "figures",
    least_width: int = 150,
    most_columns: int = _MOST_COLUMNS,
    below: Callable[[int], None] | None = None,
) -> None:
    """Draw figures as cards, at least two beside each other, each with "why this number".

    ``below`` draws what else stands under a card, by its number from 0.
    """
    with st.grid(most_columns, min_column_width=least_width, gap=("medium", "small"), key=key) as cards:
        for number, figure in enumerate(figures):
            with cards.cell(), st.container(gap="xxsmall"):
                _card(figure)
                with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                    why(figure, f"{key}_{number}")
                    if below is not None:
                        below(number)


def _card(figure: Figure) -> None:
    # A metric cuts its label where there is no room; a text of its own goes on in the next line.
    st.markdown(f":small[{plain(figure.label)}]")
    delta = f"{plain(figure.change)}" if figure.change else None
    st.metric(
        plain(figure.label),
        plain(figure.value),
        delta,
        delta_color=_COLOURS[figure.change_meaning],
        delta_arrow=_ARROWS[figure.change_direction],
        delta_description=plain(figure.against) or None,
        label_visibility="collapsed",
    )
    if figure.note or figure.missing:
        st.caption(plain(figure.missing or figure.note))


def why(figure: Figure, key: str) -> None:
    """Draw the small "why this number" of a figure that stands somewhere else."""
    texts = here().reader.texts
    with st.popover(
        f":small[:gray[{plain(texts('frame.why'))}]]",
        type="tertiary",
        key=f"why_{key}",
    ):
        _explanation(figure, texts)


def _explanation(figure: Figure, texts: Texts) -> None:
    explanation = figure.explanation
    st.markdown(f"**{plain(figure.label)}**  \n{plain(explanation.meaning)}")
    if explanation.formula:
        st.latex(explanation.formula)
    st.markdown(_lines(explanation, texts))
    if explanation.method:
        st.page_link(
            PAGE_FILES["methods"],
            label=texts("frame.why_methods"),
            icon=":material/function:",
            query_params=query(address_for(method=explanation.method)),
        )


def _lines(explanation: Explanation, texts: Texts) -> str:
    said = [
        *explanation.inputs,
        (texts("frame.why_rows"), explanation.rows),
        (texts("frame.why_interval"), explanation.interval),
        (texts("frame.why_as_of"), explanation.as_of),
        (texts("frame.why_origin"), explanation.origin),
        (texts("frame.why_source"), explanation.source),
    ]
    return "  \n".join(f":gray[{plain(name)}] {plain(value)}" for name, value in said if value)
