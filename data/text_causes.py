"""Which cause did a person read out of a customer's words, and how is that kept and taken back?"""

from __future__ import annotations

import json

import pandas as pd
from sqlmodel import Session, col, delete, update

from data.database import driver_connection, reader, writer
from data.errors import NotFoundError
from data.tables.bases import utc_now
from data.tables.company import WorkspaceSettings
from data.tables.voices import TextCause
from data.viewer import Viewer

# A line of a survey may hold several comments: each goes by its question as well, but for those of a time
# when it could not.
_PLACES = {
    "complaint": """
        SELECT complaint_key AS key, import_id, line, 'complaint' AS source FROM complaint WHERE complaint_key
    """,
    "exit": "SELECT exit_key AS key, import_id, line, 'exit' AS source FROM exit WHERE exit_key",
    "comment": """
        SELECT a.answer_key AS key, a.import_id, a.line, 'comment:' || i.item_id AS source
        FROM survey_answer AS a JOIN survey_item AS i ON i.item_key = a.item_key WHERE a.answer_key
    """,
}


def decided_causes(viewer: Viewer, slug: str, texts: pd.DataFrame) -> pd.Series[str]:
    """Return the cause that a person read out of each of ``texts`` (``source row_key``), "" where none."""
    viewer.require_read(slug)
    found: dict[tuple[str, int], str] = {}
    with reader(slug) as session:
        connection = driver_connection(session)
        for source, part in texts.groupby("source"):
            keys = json.dumps(part["row_key"].astype("int64").tolist())
            asked = f"""
                SELECT p.key, t.cause FROM text_cause AS t JOIN
                    ({_PLACES[str(source)]} IN (SELECT value FROM json_each(?))) AS p
                ON p.import_id = t.import_id AND p.line = t.line AND t.source IN (?, p.source)
            """
            found |= {(str(source), key): cause for key, cause in connection.execute(asked, (keys, source))}
    pairs = zip(texts["source"], texts["row_key"].astype("int64"), strict=True)
    return pd.Series([found.get(pair, "") for pair in pairs], index=texts.index, dtype="str")


def decide(viewer: Viewer, slug: str, source: str, row_key: int, cause: str) -> None:
    """Keep that a text is about ``cause``, in the place of what was decided before; "" takes it back.

    It counts from the next assessment on.

    Raises
    ------
    NotFoundError
        The text left with its import.
    """
    viewer.require_change(slug)
    with writer(slug) as session:
        place = _place(session, source, row_key)
        if place is None:
            raise NotFoundError("text_causes.not_found")
        import_id, line, own_source = place
        session.execute(
            delete(TextCause).where(
                col(TextCause.source).in_([source, own_source]),
                col(TextCause.import_id) == import_id,
                col(TextCause.line) == line,
            )
        )
        if cause:
            now = utc_now()
            kept = TextCause(source=own_source, import_id=import_id, line=line, cause=cause, decided_at=now)
            session.add(kept)
        session.execute(update(WorkspaceSettings).values(data_version=WorkspaceSettings.data_version + 1))


def _place(session: Session, source: str, row_key: int) -> tuple[int, int, str] | None:
    """Return a text's import, its line there, and what its decision goes by."""
    row = driver_connection(session).execute(f"{_PLACES[source]} = ?", (row_key,)).fetchone()
    return None if row is None else (int(row[1]), int(row[2]), str(row[3]))
