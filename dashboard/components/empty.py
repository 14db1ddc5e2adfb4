"""What stands on a page that has nothing to show yet, and what is the next step?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from dashboard import cache
from dashboard.components import heading, job, sample_making
from dashboard.components.plain import plain
from dashboard.presenters.value_basis import basis_words
from dashboard.state import Here
from dashboard.usecases import jobs
from dashboard.usecases.access import last_day


def show(title: str, text: str, *, icon: str = ":material/inbox:", page: str = "", action: str = "") -> None:
    """Draw an empty state: what is missing, why, and a link to the page of the next step."""
    with st.container(key="empty_state", gap="small", width=560):
        st.space("medium")
        st.header(plain(title), anchor=False, icon=icon)
        st.markdown(plain(text))
        if page:
            heading.page_link(page, action)


def no_assessment(here: Here) -> None:
    """Draw why there is nothing to show yet: no data, work under way, or nobody asked for it."""
    texts = here.reader.texts
    # A sample is asked for before its company exists, so that work belongs to no company.
    asked_for = (here.workspace.slug, "") if here.workspace.is_sample else (here.workspace.slug,)
    running = [one for slug in asked_for for one in jobs.recent(here.viewer, slug) if one.is_open]
    if running:
        show(texts("frame.assessing_title"), texts("frame.assessing_text"), icon=":material/hourglass_top:")
        job.show(running[0].job_id, here.reader, "waiting")
        return
    day = last_day(here.viewer, here.workspace.slug)
    if here.workspace.is_sample:
        sample_making.show(here.reader)
    if day is None:
        title, text = texts("frame.no_data_title"), texts("frame.no_data_text")
        show(title, text, page="data", action=texts("frame.no_data_action"))
        return
    show(texts("frame.no_assessment_title"), texts("frame.no_assessment_text"))
    st.button(
        texts("frame.no_assessment_action"),
        type="primary",
        key="assess_now",
        on_click=_assess,
        args=(here, day),
    )


def _assess(here: Here, day: dt.date) -> None:
    jobs.start(here.viewer, here.workspace.slug, "assess", {"as_of": day.isoformat()})


def no_purchases(here: Here) -> None:
    """Draw that this page rests on transactions, of which the company has none."""
    texts = here.reader.texts
    action = texts("empty.no_purchases.action")
    show(texts("empty.no_purchases.title"), texts("empty.no_purchases.text"), page="data", action=action)


def basis_note(here: Here) -> None:
    """Say where values are sales, or margins that were reckoned, rather than known profit."""
    text = basis_words(cache.found(here.key()).cards.get("value_basis", {}), here.reader)
    if text:
        note(text)


def gaps(title: str, missing: Sequence[str]) -> None:
    """Draw what can't be said yet, if anything."""
    if missing:
        heading.section(title)
        st.markdown("\n".join(f"- {plain(gap)}" for gap in missing))


def note(text: str, icon: str = ":material/info:") -> None:
    """Draw a quiet remark that the reader should know of."""
    st.info(plain(text), icon=icon)
