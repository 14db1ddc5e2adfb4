"""Where is the reader, and how does that change?

The only module that touches Streamlit's session state. What a page shows follows the
address: a widget takes its value from there (``follow``) and writes it back when it is
changed (``change``, ``change_filters``), so that reload, Back and a link all lead to the
same screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, NoReturn

import streamlit as st

from dashboard.cache import Key, attribute_labels
from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.links import PARAMETERS, Address, address_of, query
from dashboard.usecases.access import AssessmentInfo, Place, Viewer, WorkspaceInfo, place

PAGE_FILES: Final = {
    "overview": "dashboard/pages/overview.py",
    "customers": "dashboard/pages/customers.py",
    "customer_file": "dashboard/pages/customer_file.py",
    "segments": "dashboard/pages/segments.py",
    "prospects": "dashboard/pages/prospects.py",
    "satisfaction": "dashboard/pages/satisfaction.py",
    "loyalty": "dashboard/pages/loyalty.py",
    "value_to_customers": "dashboard/pages/value_to_customers.py",
    "early_warning": "dashboard/pages/early_warning.py",
    "what_if": "dashboard/pages/what_if.py",
    "data": "dashboard/pages/data.py",
    "settings": "dashboard/pages/settings.py",
    "methods": "dashboard/pages/methods.py",
}
_HERE: Final = "_here"
_LAST: Final = "_last_address"
_LANGUAGE: Final = "_language"


@dataclass(frozen=True)
class Here:
    """Everything that a page starts from.

    ``address`` is what the address said, completed: its workspace and language are always
    set; ``address.assessment`` stays None while the newest is meant.
    """

    viewer: Viewer
    reader: Reader
    address: Address
    place: Place

    @property
    def workspace(self) -> WorkspaceInfo:
        """Return the company looked at."""
        return self.place.workspace

    @property
    def assessment(self) -> AssessmentInfo | None:
        """Return the assessment looked at; None while there is none."""
        return self.place.assessment

    @property
    def compared(self) -> AssessmentInfo | None:
        """Return the earlier assessment that changes are measured against, if any."""
        return self.place.compared

    def key(self, *parameters: str | int | float | bool | None) -> Key:
        """Return the cache key of the assessment looked at."""
        return self.key_of(self.assessment, *parameters)

    def key_of(self, assessment: AssessmentInfo | None, *parameters: str | int | float | bool | None) -> Key:
        """Return the cache key of some assessment (None: of the company's data alone)."""
        number = assessment.assessment_id if assessment is not None else 0
        role = self.viewer.role + (":masked" if self.viewer.masked else "")
        return Key(self.workspace.slug, self.place.data_version, int(number or 0), role, parameters)


def here() -> Here:
    """Return where the reader is in this run."""
    found: Here = st.session_state[_HERE]
    return found


def asked_texts() -> Texts:
    """Return the sentences in the language asked for, at first in the browser's own."""
    locale = st.context.locale or ""
    texts = Texts(asked_address().language or ("zh_CN" if locale.lower().startswith("zh") else "en"))
    st.session_state[_LANGUAGE] = texts.language
    return texts


def reader_without_company(texts: Texts) -> Reader:
    """Return the reader while there is no company, hence no currency, to speak of."""
    return Reader(texts, Formats(texts.language, "EUR"))


def arrive(viewer: Viewer, texts: Texts) -> Here | None:
    """Find where the reader is and keep it for this run; None while there is no company at all.

    Raises
    ------
    NotFoundError
        The address names a company or an assessment that isn't there.
    """
    asked = asked_address()
    found = place(viewer, asked.workspace, asked.assessment, asked.compared)
    if found is None:
        return None
    address = replace(asked, workspace=found.workspace.slug, language=texts.language)
    now = Here(viewer, Reader(texts, Formats(texts.language, found.workspace.currency)), address, found)
    if address.filters.holds:
        # Only these are said by the headings of a file.
        headings = attribute_labels(now.key_of(None))
        now = replace(now, reader=replace(now.reader, headings=headings))
    st.session_state[_HERE] = now
    st.session_state[_LAST] = Address(workspace=address.workspace, language=asked.language)
    return now


def asked_address() -> Address:
    """Return what the browser's address asks for; workspace and language as last chosen if it is silent."""
    asked = address_of(st.query_params.to_dict())
    last: Address = st.session_state.get(_LAST, Address())
    return replace(
        asked, workspace=asked.workspace or last.workspace, language=asked.language or last.language
    )


def change(**changes: Any) -> None:
    """Write changed fields of the address into the browser's address; the page follows it."""
    _write(replace(asked_address(), **changes))


def change_filters(**changes: Any) -> None:
    """Write changed filters of customers into the browser's address."""
    asked = asked_address()
    _write(replace(asked, filters=replace(asked.filters, **changes)))


def leave_workspace(slug: str) -> None:
    """Go to another company; whatever belonged to the last one is left behind."""
    _write(Address(workspace=slug, language=asked_address().language))


def forget_place() -> None:
    """Go back to the first company, keeping the language only."""
    st.session_state.pop(_LAST, None)
    _write(Address(language=address_of(st.query_params.to_dict()).language))


def go(page: str, **changes: Any) -> NoReturn:
    """Open another page with the fields of ``Address`` given, in this company and as-of date."""
    st.switch_page(PAGE_FILES[page], query_params=query(address_for(**changes)))


def address_for(**changes: Any) -> Address:
    """Return the address of another page: this company, language and dates, and the fields given."""
    now = asked_address()
    kept = Address(now.workspace, now.language, now.assessment, now.compared)
    return replace(kept, **changes)


def full_address(here: Here) -> Address:
    """Return the address of this screen with everything said, also what is at its default today."""
    made = here.assessment
    return replace(
        asked_address(),
        workspace=here.workspace.slug,
        language=here.address.language,
        assessment=made.assessment_id if made is not None else None,
    )


def follow(key: str, value: Any) -> str:
    """Have the widget of ``key`` show ``value``, and return the key to give to the widget.

    The browser holds a choice by its label, so each language has widgets of its own: else a
    switch of language would look like a choice of something that doesn't exist.
    """
    own = _own(key)
    if own not in st.session_state or st.session_state[own] != value:
        st.session_state[own] = value
    return own


def begin_with(key: str, value: Any) -> str:
    """Have the widget of ``key`` show ``value`` at first, and return its key."""
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def chosen(key: str) -> Any:
    """Return what the widget that follows under ``key`` holds; None when it isn't there."""
    return st.session_state.get(_own(key), st.session_state.get(key))


def _own(key: str) -> str:
    return f"{key}_{st.session_state.get(_LANGUAGE, '')}"


def remember(key: str, value: Any) -> None:
    """Keep something for later runs of this session, such as the number of a running job."""
    st.session_state[key] = value


def forget(key: str) -> None:
    """Drop what was kept."""
    st.session_state.pop(key, None)


def _write(address: Address) -> None:
    others = {name: value for name, value in st.query_params.to_dict().items() if name not in PARAMETERS}
    st.query_params.from_dict({**others, **query(address)})
    st.session_state[_LAST] = Address(workspace=address.workspace, language=address.language)
