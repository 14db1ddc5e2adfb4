"""Who is in the data twice, and what shall be done about it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from math import ceil

import streamlit as st

from dashboard import cache, state
from dashboard.components import failure
from dashboard.components.plain import plain
from dashboard.presenters.same_person import (
    LABELS,
    DecisionView,
    PairView,
    apart_view,
    merge_views,
    pair_view,
)
from dashboard.state import Here
from dashboard.usecases import matching
from dashboard.usecases.matching import Decisions, Proposal
from dashboard.usecases.refusals import REFUSALS, refusal

_PAIRS_A_PAGE = 10
_DECISIONS_SHOWN = 50
_REFUSED = "matching_refused"


def show(here: Here) -> None:
    """Draw the proposals, compared only once somebody opens them, and what was decided."""
    texts = here.reader.texts
    if (said := state.chosen(_REFUSED)) is not None:
        st.warning(plain(failure.sentence(texts, said.message_id, said.parameters)), icon=":material/report:")
        state.forget(_REFUSED)
    decided = matching.decisions(here.viewer, here.workspace.slug)
    opened = st.expander(
        texts("matching.look"), icon=":material/group_search:", key="matching_look", on_change="rerun"
    )
    if opened.open:
        with opened:
            _show_proposals(here, decided)
    if count := len(decided.merges) + len(decided.apart):
        label = texts("matching.decided", count=count)
        listed = st.expander(label, icon=":material/history:", key="matching_decided", on_change="rerun")
        if listed.open:
            with listed:
                _show_decisions(here, decided)


def _show_proposals(here: Here, decided: Decisions) -> None:
    texts, slug = here.reader.texts, here.workspace.slug
    # What was decided changes no proposal: only what was brought in does.
    key = replace(here.key_of(None), data_version=matching.brought_in(here.viewer, slug))
    with st.spinner(texts("matching.looking")):
        found = matching.open_pairs(cache.proposed(key), decided)
    if not found:
        st.markdown(plain(texts("matching.none")))
        return
    score = here.reader.formats.decimal(matching.THRESHOLD, 2)
    st.markdown(f"**{plain(texts('matching.found', count=len(found)))}**")
    st.caption(plain(texts("matching.how", score=score)))
    pages = ceil(len(found) / _PAIRS_A_PAGE)
    number = min(int(state.chosen("matching_page") or 1), pages)
    shown = found[(number - 1) * _PAIRS_A_PAGE : number * _PAIRS_A_PAGE]
    sides = matching.laid_side_by_side(here.viewer, slug, shown)
    labels = matching.attribute_labels(here.viewer, slug)
    for pair in shown:
        first, second = sides[pair.first_key], sides[pair.second_key]
        said = asdict(pair) | {"written_differently": matching.written_differently(first, second)}
        _show_pair(pair, pair_view(said, asdict(first), asdict(second), labels, here.reader), here)
    if pages > 1:
        st.pagination(pages, key="matching_page")


def _show_pair(pair: Proposal, view: PairView, here: Here) -> None:
    texts, slug = here.reader.texts, here.workspace.slug
    keys = (pair.first_key, pair.second_key)
    key = f"matching_{keys[0]}_{keys[1]}"
    with st.container(border=True, key=key, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
            st.markdown(f"**{plain(view.title)}**", width="content")
            st.markdown(f":gray[{plain(view.score)}]", width="content")
        st.caption(plain(f"{view.reasons} {view.against}"))
        # A table wraps its cells, so that both customers are seen at once on a telephone as well.
        labels = {name: texts(f"matching.column.{name}") for name in LABELS}
        rows = view.compared.map(plain).rename(columns=labels)
        st.table(rows, border="horizontal", hide_index=True, alt=view.title)
        with st.container(horizontal=True, gap="small"):
            for keep, order in ((view.first_id, keys), (view.second_id, keys[::-1])):
                st.button(
                    plain(texts("matching.merge", id=keep)),
                    icon=":material/merge:",
                    type="primary" if order == keys else "secondary",
                    key=f"{key}_into_{order[0]}",
                    on_click=_do,
                    args=(partial(matching.merge, here.viewer, slug, order, pair.reasons, pair.score),),
                )
            st.button(
                texts("matching.keep_apart"),
                icon=":material/group:",
                type="tertiary",
                key=f"{key}_apart",
                on_click=_do,
                args=(partial(matching.keep_apart, here.viewer, slug, keys),),
            )


def _show_decisions(here: Here, decided: Decisions) -> None:
    viewer, slug, texts = here.viewer, here.workspace.slug, here.reader.texts
    st.caption(plain(texts("matching.decided.caption")))
    merges = decided.merges[:_DECISIONS_SHOWN]
    views = merge_views([asdict(merge) for merge in merges], here.reader)
    for merge, view in zip(merges, views, strict=True):
        undo = partial(matching.undo_merge, viewer, slug, merge.merge_key)
        _show_decision(view, f"matching_undo_{merge.merge_key}", texts("matching.undo"), undo)
    for said in decided.apart[:_DECISIONS_SHOWN]:
        pair = (said.first_key, said.second_key)
        again = partial(matching.ask_again, viewer, slug, pair)
        key = f"matching_again_{pair[0]}_{pair[1]}"
        _show_decision(apart_view(asdict(said), here.reader), key, texts("matching.ask_again"), again)


def _show_decision(view: DecisionView, key: str, label: str, do: Callable[[], object]) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"{plain(view.text)}  \n:gray[{plain(view.caption)}]", width="content")
        if view.can_take_back:
            st.button(label, icon=":material/undo:", type="tertiary", key=key, on_click=_do, args=(do,))


def _do(change: Callable[[], object]) -> None:
    """Change something; where it cannot be done any more, the next run says why."""
    try:
        change()
    except REFUSALS as error:
        state.remember(_REFUSED, refusal(error))
