"""What isn't clear about a file, and how is it answered?"""

from __future__ import annotations

import datetime as dt
import json
from typing import Literal

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components import failure
from dashboard.components.import_draft import Draft, inspection
from dashboard.components.plain import plain
from dashboard.presenters.import_understanding import (
    NATIONAL,
    OfferView,
    QuestionView,
    offer_view,
    question_view,
)
from dashboard.state import Here
from dashboard.usecases.importing import Inspection, Question
from dashboard.usecases.refusals import REFUSALS, refusal

# A day field reaches back ten years by itself; surveys and sales are often older than that.
_EARLIEST = dt.date(1900, 1, 1)
_OTHER = "…"
_SCALES = "scales"


def show(here: Here, now: Draft, found: Inspection) -> None:
    """Draw every question, the answered ones too: an answer can be changed."""
    texts = here.reader.texts
    open_ids = {question.id for question in found.questions}
    if open_ids:
        st.info(plain(texts("data.questions", count=len(open_ids))), icon=":material/help:")
    for question in now.asked.values():
        if question.subject != "column_for":
            _question(here, now, question)
    unknown = [one for one in found.questions if one.subject == "column_for"]
    if unknown:
        with st.container(border=True, key=now.key("columns_box")):
            for question in unknown:
                st.markdown(plain(question_view(question.as_json(), here.reader).text))
            headings = [one.heading for one in found.columns]
            st.dataframe(
                pd.DataFrame(found.first_rows, columns=headings), hide_index=True, key=now.key("raw")
            )
            st.caption(plain(texts("data.questions.columns")))


def show_offers(here: Here, now: Draft, found: Inspection) -> None:
    """Draw what the file settled by itself and may be said otherwise, folded away."""
    texts = here.reader.texts
    for offer in found.offers:
        view = offer_view(offer, here.reader)
        with st.expander(view.title, icon=":material/tune:", key=now.key(f"offer_{offer.id}")):
            st.caption(plain(view.caption))
            (_meanings if view.meanings else _names)(now, offer.id, view)
    if "encoding" not in now.asked and (found.encoding in NATIONAL or "encoding" in now.answers):
        with st.expander(texts("import.offer.encoding"), icon=":material/translate:", key=now.key("letters")):
            st.caption(plain(texts("import.offer.encoding.caption")))
            _own_answer(here, now, "encoding", texts("import.hint.encoding"), found.encoding)
            _refused(here, now, "encoding")


def _question(here: Here, now: Draft, question: Question) -> None:
    view = question_view(question.as_json(), here.reader)
    key = now.key(f"answer_{question.id}")
    with st.container(border=True, key=f"{key}_box"):
        if view.is_day:
            said = (now, question.id, key)
            st.date_input(plain(view.text), None, _EARLIEST, key=key, on_change=_answered, args=said)
        else:
            _choices(here, now, question.id, view)
        _refused(here, now, question.id)


def _choices(here: Here, now: Draft, question: str, view: QuestionView) -> None:
    key, answer = now.key(f"answer_{question}"), now.answers.get(question)
    options = [*view.labels, *([_OTHER] if view.hint else [])]
    place = None if answer is None else options.index(answer if answer in view.labels else _OTHER)
    labels = view.labels | {_OTHER: here.reader.texts("data.question.other")}
    shown = st.radio(
        plain(view.text),
        options,
        index=place,
        format_func=lambda choice: plain(labels[choice]),
        captions=[plain(caption) for caption in (*view.captions, *([view.hint] if view.hint else []))],
        key=key,
        on_change=_answered,
        args=(now, question, key),
    )
    if shown == _OTHER:
        suggestion = view.suggestion if answer is None or answer in view.labels else answer
        _own_answer(here, now, question, view.hint, suggestion, label="collapsed")  # it stands above


def _own_answer(
    here: Here,
    now: Draft,
    question: str,
    hint: str,
    suggestion: str,
    label: Literal["visible", "collapsed"] = "visible",
) -> None:
    key = now.key(f"answer_{question}")
    said = (here, now, question, f"{key}_other")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            plain(hint),
            suggestion,
            key=f"{key}_other",
            on_change=_typed,
            args=said,
            width=320,
            label_visibility=label,
        )
        take = here.reader.texts("data.question.take")
        st.button(take, key=f"{key}_take", on_click=_typed, args=said)


def _refused(here: Here, now: Draft, question: str) -> None:
    """Say why the file can't be read as somebody typed."""
    if (refused := now.refused.get(question)) is not None:
        sentence = failure.sentence(here.reader.texts, refused.message_id, refused.parameters)
        st.error(plain(sentence), icon=":material/report:")


def _answered(now: Draft, question: str, key: str) -> None:
    answer = state.chosen(key)
    now.refused.pop(question, None)
    if answer == _OTHER:  # what it is, is typed below
        now.answers.pop(question, None)
    elif answer is not None:
        now.answers[question] = answer if isinstance(answer, str) else answer.isoformat()


def _typed(here: Here, now: Draft, question: str, key: str) -> None:
    """Take an answer of the reader's own, unless the file can't be read so."""
    answer = str(state.chosen(key) or "").strip()
    if not answer or now.upload is None:
        return
    now.answers[question] = answer
    try:
        inspection(here, now, now.upload)
    except REFUSALS as error:
        del now.answers[question]
        now.refused[question] = refusal(error)
    else:
        now.refused.pop(question, None)


def _names(now: Draft, offer: str, view: OfferView) -> None:
    key = now.key(f"offer_names_{offer}")
    st.multiselect(
        view.title,
        list(view.labels),
        format_func=lambda name: view.labels.get(name, name),
        key=state.follow(key, list(view.settled)),
        on_change=_names_chosen,
        args=(now, offer, key),
        label_visibility="collapsed",
    )


def _names_chosen(now: Draft, offer: str, key: str) -> None:
    """Take these columns; what was said of the scales and codes of others holds no more."""
    now.answers.pop(_SCALES, None)
    for question in [one.id for one in now.asked.values() if not one.is_day]:
        now.answers.pop(question, None)
        del now.asked[question]
    now.answers[offer] = json.dumps(state.chosen(key), ensure_ascii=False)


def _meanings(now: Draft, offer: str, view: OfferView) -> None:
    with st.grid(
        "auto", min_column_width=230, gap=("medium", "small"), key=now.key(f"grid_{offer}")
    ) as cells:
        for number, (name, meaning) in enumerate(view.settled.items()):
            key = now.key(f"offer_{offer}_{number}")
            with cells.cell():
                st.selectbox(
                    plain(view.labels[name]),
                    list(view.meanings),
                    format_func=lambda one: view.meanings.get(one, one),
                    key=state.follow(key, meaning),
                    on_change=_meaning_chosen,
                    args=(now, offer, name, key),
                )


def _meaning_chosen(now: Draft, offer: str, name: str, key: str) -> None:
    given = json.loads(now.answers.get(offer, "{}")) | {name: state.chosen(key)}
    now.answers[offer] = json.dumps(given, ensure_ascii=False)
