"""What did customers say: their answers, their complaints, and what became of these?

What somebody wrote is personal; a masked viewer gets none of it.
"""

from __future__ import annotations

import json

import pandas as pd
from sqlmodel import select

from data.database import driver_connection, reader
from data.reading import customer_ids
from data.tables.company import WorkspaceSettings
from data.viewer import Viewer

_EVENTS = """
    SELECT c.complaint_id, e.at, e.activity, e.state, e.resource, c.opened_at
    FROM complaint_event AS e JOIN complaint AS c ON c.complaint_key = e.complaint_key
    ORDER BY e.at, e.event_key
"""
_COMPLAINTS_OF_CUSTOMER = """
    SELECT c.opened_at, c.complaint_id, c.channel, c.cause, c.severity, c.words, c.claim_minor,
        (SELECT min(e.at) FROM complaint_event AS e
         WHERE e.complaint_key = c.complaint_key AND e.state = 'resolved'),
        (SELECT e.state FROM complaint_event AS e
         WHERE e.complaint_key = c.complaint_key AND e.state IS NOT NULL
         ORDER BY e.at DESC, e.event_key DESC LIMIT 1),
        c.import_id
    FROM complaint AS c WHERE c.customer_key IN (SELECT value FROM json_each(?))
    ORDER BY c.opened_at DESC, c.complaint_key DESC
"""
_ANSWERS_OF_CUSTOMER = """
    SELECT a.day, i.item_id, nullif(i.role, ''), a.score, a.expectation, i.scale_low, i.scale_high,
        a.is_not_applicable, a.channel, a.words, a.import_id, a.answer_key
    FROM survey_answer AS a JOIN survey_item AS i ON i.item_key = a.item_key
    WHERE a.customer_key IN (SELECT value FROM json_each(?)) ORDER BY a.day DESC, a.answer_key
"""
_WORDS_OF = {
    "complaint": "SELECT complaint_key, words FROM complaint WHERE complaint_key",
    "exit": "SELECT exit_key, words FROM exit WHERE exit_key",
    "comment": "SELECT answer_key, words FROM survey_answer WHERE answer_key",
}
EVENT_COLUMNS = ("complaint_id", "at", "activity", "state", "resource", "opened_at")
COMPLAINT_COLUMNS = (
    "opened_at", "complaint_id", "channel", "cause", "severity", "words", "claim", "resolved_at",
    "state", "import_id",
)  # fmt: skip
ANSWER_COLUMNS = (
    "day", "item_id", "role", "score", "expectation", "scale_low", "scale_high", "is_not_applicable",
    "channel", "words", "import_id", "answer_key",
)  # fmt: skip


def complaint_events(viewer: Viewer, slug: str) -> pd.DataFrame:
    """Return every step of every complaint in the order of time, with the complaint's opening."""
    viewer.require_read(slug)
    with reader(slug) as session:
        rows = driver_connection(session).execute(_EVENTS).fetchall()
    frame = pd.DataFrame(rows, columns=list(EVENT_COLUMNS))
    return frame.assign(at=pd.to_datetime(frame["at"]), opened_at=pd.to_datetime(frame["opened_at"]))


def customer_complaints(viewer: Viewer, slug: str, key: int) -> pd.DataFrame:
    """Return a customer's complaints, newest first: when opened, first resolved, and the latest state.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    keys = _keys(viewer, slug, key)
    with reader(slug) as session:
        units = 10.0 ** session.exec(select(WorkspaceSettings.currency_exponent)).one()
        rows = driver_connection(session).execute(_COMPLAINTS_OF_CUSTOMER, (keys,)).fetchall()
    frame = pd.DataFrame(rows, columns=list(COMPLAINT_COLUMNS))
    for name in ("opened_at", "resolved_at"):
        frame[name] = pd.to_datetime(frame[name])
    frame["claim"] = frame["claim"].astype("float64") / units
    return _masked(frame, viewer)


def customer_answers(viewer: Viewer, slug: str, key: int) -> pd.DataFrame:
    """Return a customer's answers, newest first; ``score`` is NaN where the question didn't apply.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    keys = _keys(viewer, slug, key)
    with reader(slug) as session:
        rows = driver_connection(session).execute(_ANSWERS_OF_CUSTOMER, (keys,)).fetchall()
    frame = pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))
    numbers = dict.fromkeys(("score", "expectation", "scale_low", "scale_high"), "float64")
    frame = frame.astype(numbers | {"is_not_applicable": "bool"})
    return _masked(frame.assign(day=pd.to_datetime(frame["day"])), viewer)


def spoken_words(viewer: Viewer, slug: str, texts: pd.DataFrame) -> pd.Series[str]:
    """Return the words of each of ``texts`` (``source``: complaint, exit or comment; ``row_key``), in order.

    A text that is gone since has none, and a masked viewer gets none.
    """
    viewer.require_read(slug)
    if viewer.masked:
        return pd.Series("", index=texts.index, dtype="str")
    found: dict[tuple[str, int], str] = {}
    with reader(slug) as session:
        connection = driver_connection(session)
        for source, part in texts.groupby("source"):
            keys = json.dumps(part["row_key"].astype("int64").tolist())
            asked = f"{_WORDS_OF[str(source)]} IN (SELECT value FROM json_each(?))"
            found |= {(str(source), key): words or "" for key, words in connection.execute(asked, (keys,))}
    pairs = zip(texts["source"], texts["row_key"].astype("int64"), strict=True)
    return pd.Series([found.get(pair, "") for pair in pairs], index=texts.index, dtype="str")


def _keys(viewer: Viewer, slug: str, key: int) -> str:
    """Return all numbers of a customer who was merged out of several, for ``json_each``."""
    return json.dumps(list(customer_ids(viewer, slug, key)))


def _masked(frame: pd.DataFrame, viewer: Viewer) -> pd.DataFrame:
    return frame.assign(words=None) if viewer.masked else frame
