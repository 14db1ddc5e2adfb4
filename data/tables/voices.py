"""What customers say: survey items and answers, complaints and their events."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, BigInteger, Column, DateTime, UniqueConstraint
from sqlmodel import Field

from data.tables.bases import CompanyTable, UtcDateTime, unique_where_given


class SurveyItem(CompanyTable, table=True):
    """A question as its file named it; ``role`` is what it measures, given once by the user.

    A role is null while nobody said and the name tells nothing, and empty where somebody said that
    it is none: no later file then fills it.
    """

    __tablename__ = "survey_item"

    item_key: int | None = Field(default=None, primary_key=True)
    item_id: str = Field(unique=True)
    label: str
    role: str | None = None
    scale_low: float | None = None
    scale_high: float | None = None
    version: int = 1
    import_id: int = Field(foreign_key="import.import_id", index=True)


class ItemRoleChange(CompanyTable, table=True):
    """Roles that were saved together: question -> [role before, role after].

    Questions stand here by name: the history outlives them.
    """

    __tablename__ = "item_role_change"

    change_key: int | None = Field(default=None, primary_key=True)
    roles: dict[str, list[str | None]] = Field(sa_column=Column("roles", JSON, nullable=False))
    changed_at: dt.datetime = Field(sa_type=UtcDateTime)
    undone_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class SurveyAnswer(CompanyTable, table=True):
    """One respondent's answer to one item.

    ``customer_key`` is empty for anonymous answers, ``respondent`` then groups the answers of
    one person; ``is_not_applicable`` answers have no score and are never averaged in.
    """

    __tablename__ = "survey_answer"

    answer_key: int | None = Field(default=None, primary_key=True)
    item_key: int = Field(foreign_key="survey_item.item_key", index=True)
    customer_key: int | None = Field(default=None, foreign_key="customer.customer_key", index=True)
    respondent: str | None = None
    day: dt.date
    score: float | None = None
    expectation: float | None = None
    importance: float | None = None
    words: str | None = None
    is_not_applicable: bool = False
    channel: str | None = None
    import_id: int = Field(foreign_key="import.import_id", index=True)
    line: int


class TextCause(CompanyTable, table=True):
    """The cause that a person read out of a text; ``source`` is complaint, exit or ``comment:<item>``.

    A text goes by its line in its import, whose numbers are never given twice: a cause outlives its
    text, but never passes to another.
    """

    __tablename__ = "text_cause"
    __table_args__ = (UniqueConstraint("source", "import_id", "line"),)

    cause_key: int | None = Field(default=None, primary_key=True)
    source: str
    import_id: int
    line: int
    cause: str
    decided_at: dt.datetime = Field(sa_type=UtcDateTime)


class Complaint(CompanyTable, table=True):
    """A complaint from intake to close; what happened to it is in its events.

    Times are local. A complaint known by its events alone (``import_id`` is of a file of events, or
    its own file was undone) has no words, and its ``opened_at`` is the first event.
    """

    __tablename__ = "complaint"

    complaint_key: int | None = Field(default=None, primary_key=True)
    complaint_id: str = Field(unique=True)
    customer_key: int | None = Field(default=None, foreign_key="customer.customer_key", index=True)
    opened_at: dt.datetime = Field(sa_type=DateTime)
    channel: str | None = None
    cause: str | None = None
    severity: str | None = None
    words: str | None = None
    claim_minor: int | None = Field(default=None, sa_type=BigInteger)
    import_id: int = Field(foreign_key="import.import_id", index=True)
    line: int


class ComplaintEvent(CompanyTable, table=True):
    """A step in the handling of a complaint: when, what, by whom.

    ``state`` is one of received, acknowledged, investigating, remedy_offered, resolved,
    followed_up, closed, reopened where the activity means one.
    """

    __tablename__ = "complaint_event"
    __table_args__ = (unique_where_given("complaint_event", "row_id"),)

    event_key: int | None = Field(default=None, primary_key=True)
    complaint_key: int = Field(foreign_key="complaint.complaint_key", index=True)
    customer_key: int | None = Field(default=None, foreign_key="customer.customer_key", index=True)
    at: dt.datetime = Field(sa_type=DateTime)
    activity: str
    state: str | None = None
    resource: str | None = None
    cost_minor: int | None = Field(default=None, sa_type=BigInteger)
    row_id: str | None = None
    import_id: int = Field(foreign_key="import.import_id", index=True)
    line: int
