"""What do we have, how fresh, how clean, and how does more come in?"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

import streamlit as st

from dashboard import cache, state
from dashboard.components import (
    data_quality,
    empty,
    failure,
    figures,
    heading,
    headline,
    import_history,
    import_job,
    import_understanding,
    import_upload,
    item_roles,
    new_company,
    same_person,
    sample_making,
)
from dashboard.components.import_draft import Draft, draft, inspection
from dashboard.components.plain import plain
from dashboard.presenters.data_holdings import holdings_view
from dashboard.presenters.data_quality import quality_view
from dashboard.presenters.import_history import history_view
from dashboard.usecases import importing
from dashboard.usecases.importing import Inspection
from dashboard.usecases.refusals import REFUSALS, refusal

here = state.here()
texts = here.reader.texts
slug = here.workspace.slug


def show_holdings() -> None:
    """Draw what is here, in a sentence and four figures."""
    view = holdings_view(asdict(importing.holdings(here.viewer, slug)), records, today, here.reader)
    headline.show(view.headline, view.caption)
    if here.workspace.is_sample:
        empty.note(texts("data.sample"), icon=":material/science:")
        sample_making.show(here.reader)
        with st.popover(texts("data.company"), type="primary", icon=":material/add_business:"):
            new_company.show(here)
    figures.show(view.figures, key="data_figures")


def show_quality() -> None:
    """Draw what there is of each kind, what it allows, and what is missing."""
    quality = asdict(cache.data_quality(here.key_of(None)))
    data_quality.show(quality_view(quality, records, today, here.reader), here)


def show_way_in(now: Draft) -> None:
    """Draw the way of one file: choose, understand, import, result."""
    job_id = import_job.running(here, now)
    if job_id is not None:
        import_job.show(here, job_id)
        return
    import_upload.show(here, now)
    if now.upload is None:
        return
    try:
        found = inspection(here, now, now.upload)
    except REFUSALS as error:
        said = refusal(error)
        st.error(plain(failure.sentence(texts, said.message_id, said.parameters)), icon=":material/report:")
        return
    import_understanding.show(here, now, found)
    show_button(now, found)


def show_button(now: Draft, found: Inspection) -> None:
    """Draw the button that brings the file in, closed while a question is open."""
    st.button(
        texts("data.import", count=found.rows),
        type="primary",
        icon=":material/download_done:",
        disabled=bool(found.questions),
        help=texts("data.import.open") if found.questions else None,
        key=now.key("go"),
        on_click=bring_in,
        args=(now, found),
    )


def bring_in(now: Draft, found: Inspection) -> None:
    """Hand the file to the worker."""
    if now.upload is not None:
        now.job_id = importing.start_import(here.viewer, slug, now.upload, found, now.given(found))


today = dt.datetime.now().astimezone().date()
records = [asdict(record) for record in importing.history(here.viewer, slug)]
heading.show(here, texts("frame.page.data"))
show_holdings()
heading.section(texts("data.way_in.title"), texts("data.way_in.caption"))
show_way_in(draft(here))
if any(record["undone_at"] is None for record in records):
    show_quality()
    item_roles.show(here)
    heading.section(texts("matching.title"), texts("matching.caption"))
    same_person.show(here)
heading.section(texts("data.history.title"), texts("data.history.caption"))
if records:
    import_history.show(history_view(records, here.reader), here)
else:
    st.caption(plain(texts("data.history.none")))
