"""How far can the warnings be trusted, and what may the model look at?"""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import cache
from dashboard.charts.calibration import calibration_chart
from dashboard.components import chart, heading, headline, leakage_guard
from dashboard.components.plain import plain
from dashboard.presenters.early_warning import HAZARD
from dashboard.presenters.learner_choice import choice_lines
from dashboard.presenters.leaving_rules import RULES, rule_lines
from dashboard.presenters.model_cards import ModelView, model_view
from dashboard.state import Here

# Left alone, columns are wider than what stands in them, and the last would be cut; that is money,
# which is longest. In pixels.
_WIDTHS: Final = (130, 112, 112, 112, 112, 155)


def show(here: Here) -> None:
    """Draw the card of the model of leaving in plain words with the guard, then those of other models."""
    texts = here.reader.texts
    models = cache.found(here.key()).models
    card = models.get(HAZARD)
    if card is None:
        st.markdown(texts("models.nothing"))
    else:
        show_card(model_view(card, here.reader), here, choice_lines(card, here.reader))
        show_rules(here)
        leakage_guard.show(here, card)
    for name, other in models.items():
        if name != HAZARD:
            view = model_view(other, here.reader)
            with st.expander(plain(view.title)):
                show_card(view, here)
    heading.page_link("methods", texts("models.in_full"), tab="models")


def show_in_full(here: Here) -> None:
    """Draw the card of every fitted model of the assessment looked at, one below the other."""
    texts = here.reader.texts
    models = cache.found(here.key()).models if here.assessment is not None else {}
    headline.show(texts("models.page.title", count=len(models)), texts("models.page.caption"))
    for name, card in models.items():
        choice = choice_lines(card, here.reader) if name == HAZARD else ()
        show_card(model_view(card, here.reader), here, choice)
        if choice:
            show_rules(here)
        st.space("small")


def show_card(view: ModelView, here: Here, choice: tuple[str, ...] = ()) -> None:
    """Draw a model's card: what it is, its errors, calibration, comparison, drift and limits.

    ``choice`` says which of the methods compared is in use, and why.
    """
    texts = here.reader.texts
    heading.section(view.title, view.about)
    st.markdown("\n".join(f"- {plain(gate)}" for gate in view.gates))
    if not view.is_ok:
        return
    if view.handled:
        st.caption(plain(view.handled))
    left, right = st.columns([3, 2], gap="large")
    with left:
        for line in view.errors:
            st.markdown(f"**{plain(line.label)}** {plain(line.value)}  \n:gray[{plain(line.meaning)}]")
    with right:
        if len(view.calibration):
            picture = calibration_chart(view.calibration, view.axes)
            st.caption(plain(view.calibration_said))
            chart.show(picture, f"calibration_{view.name}", view.calibration_alt, can_choose=False)
    if len(view.compared):
        heading.section(texts("models.compared.title"), texts("models.compared.caption"))
        _show_compared(view)
    if choice:
        heading.section(texts("comparison.choice.title"))
        st.markdown("\n".join(f"- {plain(line)}" for line in choice))
    _show_limits(view, here)


def _show_compared(view: ModelView) -> None:
    """Draw the methods beside each other, as wide as they fit on a page where they have many errors."""
    is_wide = view.compared.shape[1] == len(_WIDTHS)
    st.dataframe(
        view.compared,
        hide_index=True,
        key=f"compared_{view.name}",
        height="content",
        column_config={
            str(name): st.column_config.TextColumn(width=width)
            for name, width in zip(view.compared, _WIDTHS, strict=True)
        }
        if is_wide
        else None,
    )


def show_rules(here: Here) -> None:
    """Draw the rules of the tree, where learners were compared."""
    texts = here.reader.texts
    lines = rule_lines(cache.results(here.key(RULES)), here.reader)
    if lines:
        heading.section(texts("comparison.rules.title"), texts("comparison.rules.caption"))
    for line in lines:
        # A rule is there to be read whole, on a phone too.
        st.markdown(f"**{plain(line.share)}** {plain(line.record)}  \n:gray[{plain(line.conditions)}]")


def _show_limits(view: ModelView, here: Here) -> None:
    texts = here.reader.texts
    heading.section(texts("models.drift.title"), view.drift_said)
    if view.drift:
        st.markdown("\n".join(f"- {plain(line)}" for line in view.drift))
    if view.not_for:
        heading.section(texts("models.not_for.title"))
        st.markdown("\n".join(f"- {plain(line)}" for line in view.not_for))
