"""What did we believe about every customer, and when?

An assessment is stored once with its date and rules, and never overwritten. Its customers
are Parquet parts in the database: three columns of 100,000 customers come back at once, and
a new figure needs no migration.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sqlmodel import Session, col, func, select

from data.database import reader, writer
from data.errors import NotFoundError
from data.tables.bases import utc_now
from data.tables.records import AssessmentFrame, AssessmentHeader, AssessmentPart
from data.viewer import Viewer

CUSTOMERS_A_PART = 100_000
# Columns that say of a customer what only their attributes say.
_OF_ATTRIBUTES = ("prospect_traits", "holdings")
# Promises in a contact's own words, and who made them: either may name a person.
_PROMISED_BY_NAME = ("said", "agent")


@dataclass(frozen=True)
class NewAssessment:
    """What an assessment consists of, as it comes from the engine: plain values and one frame.

    ``figures``, ``cards`` and ``models`` are what JSON can hold; an undefined number (NaN) becomes null.
    """

    as_of: dt.date
    data_version: int
    settings: Mapping[str, Any]
    customers: pd.DataFrame
    figures: Mapping[str, Any]
    cards: Sequence[Mapping[str, Any]]
    models: Sequence[Mapping[str, Any]] = ()
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class AssessmentInfo:
    """An assessment in a list of them."""

    assessment_id: int
    as_of: dt.date
    made_at: dt.datetime
    data_version: int
    customers_count: int


@dataclass(frozen=True)
class Header(AssessmentInfo):
    """An assessment without its customers; in ``figures``, ``cards`` and ``models`` null is undefined."""

    settings: Mapping[str, Any]
    figures: Mapping[str, Any]
    cards: Sequence[Mapping[str, Any]]
    models: Sequence[Mapping[str, Any]]


def store(viewer: Viewer, slug: str, assessment: NewAssessment) -> int:
    """Store an assessment beside the earlier ones and return its id."""
    viewer.require_change(slug)
    parts = [_parquet(part) for part in _pieces(assessment.customers)]
    with writer(slug) as session:
        header = AssessmentHeader(
            as_of=assessment.as_of,
            made_at=utc_now(),
            data_version=assessment.data_version,
            customers_count=len(assessment.customers),
            settings=_plain(assessment.settings),
            figures=_plain(assessment.figures),
            cards=_plain(assessment.cards),
            models=_plain(assessment.models),
        )
        session.add(header)
        session.flush()
        for number, part in enumerate(parts):
            session.add(AssessmentPart(assessment_id=header.assessment_id or 0, part=number, customers=part))
        for name, frame in assessment.frames.items():
            rows = _parquet(frame)
            session.add(AssessmentFrame(assessment_id=header.assessment_id or 0, name=name, rows=rows))
        return header.assessment_id or 0


def assessments(viewer: Viewer, slug: str) -> list[AssessmentInfo]:
    """Return the assessments, the one with the latest date (and of those the last made) first.

    Of a day that was assessed again from the same data under the same rules (at first in short, then in
    full) the last made stands for all; the others are still found by their number.
    """
    viewer.require_read(slug)
    standing = select(func.max(AssessmentHeader.assessment_id)).group_by(
        col(AssessmentHeader.as_of), col(AssessmentHeader.data_version), col(AssessmentHeader.settings)
    )
    with reader(slug) as session:
        rows = session.exec(
            select(*_columns())
            .where(col(AssessmentHeader.assessment_id).in_(standing))
            .order_by(col(AssessmentHeader.as_of).desc(), col(AssessmentHeader.assessment_id).desc())
        ).all()
    return [AssessmentInfo(*row) for row in rows]


def assessment_info(viewer: Viewer, slug: str, assessment_id: int) -> AssessmentInfo:
    """Return what a list says of one assessment, also of one for which another stands by now.

    Raises
    ------
    NotFoundError
        There is no assessment of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        row = session.exec(
            select(*_columns()).where(col(AssessmentHeader.assessment_id) == assessment_id)
        ).first()
    if row is None:
        raise NotFoundError("error.assessment_not_found", assessment=assessment_id)
    return AssessmentInfo(*row)


def header(viewer: Viewer, slug: str, assessment_id: int) -> Header:
    """Return an assessment's figures, cards and rules.

    Raises
    ------
    NotFoundError
        There is no assessment of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        row = _header_row(session, assessment_id)
        return Header(**{name: getattr(row, name) for name in Header.__dataclass_fields__})


def assessment_frame(
    viewer: Viewer, slug: str, assessment_id: int, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return one row a customer, in the order in which they were stored.

    Columns this assessment hasn't got (it is older than the figure) are left out: what was
    not computed then is not invented now. A masked viewer gets no column that repeats customers'
    attributes.

    Raises
    ------
    NotFoundError
        There is no assessment of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        _header_row(session, assessment_id)
        parts = session.exec(
            select(AssessmentPart.customers)
            .where(AssessmentPart.assessment_id == assessment_id)
            .order_by(col(AssessmentPart.part))
        )
        found = pd.concat([_read(part, columns) for part in parts], ignore_index=True)
    hidden = [name for name in _OF_ATTRIBUTES if viewer.masked and name in found]
    return found.assign(**dict.fromkeys(hidden)).astype(dict.fromkeys(hidden, "str"))


def result_frame(viewer: Viewer, slug: str, assessment_id: int, name: str) -> pd.DataFrame | None:
    """Return a table of an assessment's results; None where it has none of that name.

    A masked viewer isn't told what was promised in free words, nor by whom.

    Raises
    ------
    NotFoundError
        There is no assessment of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        _header_row(session, assessment_id)
        found = session.get(AssessmentFrame, (assessment_id, name))
        if found is None:
            return None
        rows = _read(found.rows, None)
    return _without_promises(rows) if viewer.masked else rows


def _without_promises(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table of results without promises in free words and their speakers."""
    if "promise" in rows:
        return rows[~rows["promise"].isin(_PROMISED_BY_NAME)].reset_index(drop=True)
    return rows.drop(columns=[name for name in _PROMISED_BY_NAME if name in rows])


def _columns() -> list[Any]:
    return [getattr(AssessmentHeader, name) for name in AssessmentInfo.__dataclass_fields__]


def _header_row(session: Session, assessment_id: int) -> AssessmentHeader:
    row = session.get(AssessmentHeader, assessment_id)
    if row is None:
        raise NotFoundError("error.assessment_not_found", assessment=assessment_id)
    return row


def _pieces(customers: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for start in range(0, max(len(customers), 1), CUSTOMERS_A_PART):
        yield customers.iloc[start : start + CUSTOMERS_A_PART]


def _parquet(customers: pd.DataFrame) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(customers, preserve_index=False), file, compression="zstd")
    return file.getvalue()


def _read(part: bytes, columns: Sequence[str] | None) -> pd.DataFrame:
    file = pq.ParquetFile(pa.BufferReader(part))
    wanted = None if columns is None else [name for name in columns if name in file.schema_arrow.names]
    frame: pd.DataFrame = file.read(columns=wanted).to_pandas()
    return frame


def _plain(value: Any) -> Any:
    """Return what JSON can hold: text for days, null for what is undefined, lists for tuples."""
    return json.loads(json.dumps(_defined(value), default=_as_text, allow_nan=False))


def _defined(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _defined(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_defined(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _as_text(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
