"""What do the frames look like that come into the engine?

One name a column, the same in the contract, in every view and in every export.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, fields
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from engine.assessment_columns import ASSESSMENT_COLUMNS
from engine.errors import ContractBrokenError

if TYPE_CHECKING:
    import ibis

__all__ = [
    "ABC_CLASSES",
    "ASSESSMENT_COLUMNS",
    "CHURN_STATES",
    "COMPLAINT_EVENT_COLUMNS",
    "CUSTOMER_COLUMNS",
    "LIFECYCLE_STAGES",
    "RELATION_COLUMNS",
    "REQUIRED_TRANSACTION_COLUMNS",
    "TRANSACTION_COLUMNS",
    "VALUE_TIERS",
    "Relations",
    "Tables",
    "answer_of",
    "check_tables",
    "relation_frame",
]

TRANSACTION_COLUMNS: dict[str, str] = {
    "customer_id": "string",
    "day": "date",
    "amount": "float64",
    "margin": "float64",
    "quantity": "float64",
    "product_id": "string",
    "channel": "string",
    "order_id": "string",
}
"""One row a transaction: refunds negative, money in currency units, ``day`` the local business day."""

REQUIRED_TRANSACTION_COLUMNS = ("customer_id", "day", "amount")
"""Columns without nulls; the others may be null where unknown."""

CUSTOMER_COLUMNS: dict[str, str] = {"customer_id": "string", "customer_key": "int64"}
"""One row a customer; ``customer_key`` is the only thing of a customer that may stand in an address."""

COMPLAINT_EVENT_COLUMNS = ("complaint_id", "at", "state")
"""One row a step of a complaint: ``at`` the local time, ``state`` null where the step means none."""

RELATION_COLUMNS: dict[str, dict[str, str]] = {
    "contracts": {
        "customer_id": "text",
        "contract_id": "text",
        "start_day": "day",
        "end_day": "day",
        "is_start_estimated": "flag",
        "fee_per_month": "number",
        "tariff": "text",
    },
    "complaints": {
        "complaint_id": "text",
        "customer_id": "text",
        "opened_at": "day",
        "channel": "text",
        "cause": "text",
        "severity": "text",
        "claim": "number",
        "words": "text",
        "row_key": "number",
    },
    "complaint_events": {
        "complaint_id": "text",
        "customer_id": "text",
        "at": "day",
        "activity": "text",
        "state": "text",
        "resource": "text",
        "cost": "number",
    },
    "contacts": {
        "customer_id": "text",
        "day": "day",
        "channel": "text",
        "purpose": "text",
        "stage": "text",
        "cost": "number",
        "result": "text",
        "agent": "text",
        "promise": "text",
    },
    "rescues": {
        "customer_id": "text",
        "day": "day",
        "measure": "text",
        "is_control": "flag",
        "cost": "number",
        "responded": "flag",
        "accepted": "flag",
        "outcome": "text",
        "outcome_amount": "number",
    },
    "exits": {
        "customer_id": "text",
        "day": "day",
        "is_day_estimated": "flag",
        "exit_kind": "text",
        "causes": "text",
        "words": "text",
        "row_key": "number",
    },
    "survey_items": {
        "item_id": "text",
        "label": "text",
        "role": "text",
        "scale_low": "number",
        "scale_high": "number",
    },
    "survey_answers": {
        "item_id": "text",
        "customer_id": "text",
        "respondent": "text",
        "day": "day",
        "score": "number",
        "expectation": "number",
        "importance": "number",
        "words": "text",
        "is_not_applicable": "flag",
        "channel": "text",
        "row_key": "number",
        "cause": "text",
    },
    "attributes": {"customer_id": "text", "known_on": "day", "name": "text", "value": "text"},
    "products": {
        "product_id": "text",
        "label": "text",
        "category": "text",
        "price": "number",
        "cost": "number",
    },
}
"""Facts beside transactions, one frame a kind: money in currency units, ``end_day`` NaT while it runs.

A ``flag`` is 1.0, 0.0 or NaN where nobody knows; the causes of an exit stand in one text, separated
by commas. ``survey_answers`` have no customer where they are anonymous. ``row_key`` numbers the rows
that hold words, so that a result can name a text without repeating it; the ``cause`` of a comment is what
a person read out of it.
"""

DAY_OF = {
    "contracts": "start_day",
    "complaints": "opened_at",
    "complaint_events": "at",
    "contacts": "day",
    "rescues": "day",
    "exits": "day",
    "survey_answers": "day",
    "attributes": "known_on",
}
"""Which column of a kind says on what day its row became known."""

_DTYPES = {"text": "str", "day": "datetime64[s]", "number": "float64", "flag": "float64"}

ABC_CLASSES = ("A", "B", "C")
LIFECYCLE_STAGES = ("exploration", "formation", "stability", "decline")
CHURN_STATES = ("staying", "leaning", "left")
VALUE_TIERS = ("platinum", "gold", "iron", "lead")


def relation_frame(kind: str, rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return rows of one kind with all its columns, typed; columns that ``rows`` lacks are unknown."""
    columns = RELATION_COLUMNS[kind]
    known = pd.DataFrame(columns=list(columns)) if rows is None else rows.reindex(columns=list(columns))
    return known.astype({name: _DTYPES[sort] for name, sort in columns.items()})


@dataclass(frozen=True)
class Relations:
    """What is known of customers beside their transactions; a kind without rows is an empty frame.

    The columns of each frame are ``RELATION_COLUMNS``.
    """

    contracts: pd.DataFrame = field(default_factory=lambda: relation_frame("contracts"))
    complaints: pd.DataFrame = field(default_factory=lambda: relation_frame("complaints"))
    complaint_events: pd.DataFrame = field(default_factory=lambda: relation_frame("complaint_events"))
    contacts: pd.DataFrame = field(default_factory=lambda: relation_frame("contacts"))
    rescues: pd.DataFrame = field(default_factory=lambda: relation_frame("rescues"))
    exits: pd.DataFrame = field(default_factory=lambda: relation_frame("exits"))
    survey_items: pd.DataFrame = field(default_factory=lambda: relation_frame("survey_items"))
    survey_answers: pd.DataFrame = field(default_factory=lambda: relation_frame("survey_answers"))
    attributes: pd.DataFrame = field(default_factory=lambda: relation_frame("attributes"))
    products: pd.DataFrame = field(default_factory=lambda: relation_frame("products"))

    @classmethod
    def from_frames(cls, **frames: pd.DataFrame) -> Relations:
        """Return relations of the kinds given, their missing columns added as unknown."""
        return cls(**{kind: relation_frame(kind, rows) for kind, rows in frames.items()})

    def up_to(self, as_of: dt.date) -> Relations:
        """Return what was known at the end of a day: later facts are gone, ends to come unknown."""
        night = pd.Timestamp(as_of) + pd.Timedelta(days=1)
        frames = {one.name: getattr(self, one.name) for one in fields(self)}
        for kind, day in DAY_OF.items():
            frames[kind] = frames[kind][frames[kind][day] < night].reset_index(drop=True)
        contracts = frames["contracts"]
        frames["contracts"] = contracts.assign(
            end_day=contracts["end_day"].where(contracts["end_day"] < night)
        )
        return Relations(**frames)


@dataclass(frozen=True)
class Tables:
    """The facts of one company, and what runs an expression over them.

    ``execute`` answers an Ibis expression with a pandas frame; who owns the data decides where
    it runs.
    """

    transactions: ibis.Table
    customers: pd.DataFrame
    execute: Callable[[ibis.Expr], pd.DataFrame]
    relations: Relations = field(default_factory=Relations)

    @classmethod
    def from_frames(
        cls,
        transactions: pd.DataFrame,
        customers: pd.DataFrame | None = None,
        relations: Relations | None = None,
    ) -> Tables:
        """Return tables over frames in memory, for notebooks and tests.

        Missing nullable columns are added as unknown; without ``customers`` every customer id
        gets its number in sorted order as ``customer_key``.
        """
        import ibis
        import pyarrow as pa

        _require_columns("transactions", REQUIRED_TRANSACTION_COLUMNS, transactions.columns)
        kinds = {"string": pa.string(), "date": pa.date32(), "float64": pa.float64()}
        schema = pa.schema([(name, kinds[kind]) for name, kind in TRANSACTION_COLUMNS.items()])
        known = transactions.reindex(columns=list(TRANSACTION_COLUMNS))
        for name in ("customer_id", "product_id", "channel", "order_id"):
            known[name] = known[name].astype("str")
        arrow = pa.Table.from_pandas(
            known.assign(day=pd.to_datetime(known["day"])), schema=schema, preserve_index=False
        )
        if customers is None:
            ids = sorted(known["customer_id"].unique())
            customers = pd.DataFrame(
                {"customer_id": pd.Series(ids, dtype="str"), "customer_key": range(1, len(ids) + 1)}
            )
        execute = partial(answer_of, ibis.duckdb.connect(threads=1))
        return cls(ibis.memtable(arrow), customers, execute, relations or Relations())


def answer_of(connection: ibis.BaseBackend, expression: ibis.Expr) -> Any:
    """Return the answer to an expression: a frame, or a plain value; days are ``datetime64[s]``.

    The way through Arrow: Ibis makes a frame out of Python objects, cell by cell, where any is null.
    """
    found = connection.to_pyarrow(expression)
    if not hasattr(found, "to_pandas"):
        return found.as_py()
    frame = found.to_pandas(date_as_object=False)
    days = [name for name in frame if frame[name].dtype == "datetime64[ms]"]
    return frame.astype(dict.fromkeys(days, "datetime64[s]"))


def check_tables(tables: Tables) -> None:
    """Raise ``ContractBrokenError``, naming the columns, where the frames break the contract."""
    found = {name: str(kind).removeprefix("!") for name, kind in tables.transactions.schema().items()}
    _require_columns("transactions", TRANSACTION_COLUMNS, found)
    wrong = [name for name, kind in TRANSACTION_COLUMNS.items() if not _fits(name, kind, found[name])]
    if wrong:
        raise ContractBrokenError(
            "error.columns_of_wrong_type", table="transactions", columns=", ".join(wrong)
        )
    _require_columns("customers", CUSTOMER_COLUMNS, tables.customers.columns)
    if not pd.api.types.is_integer_dtype(tables.customers["customer_key"]):
        raise ContractBrokenError("error.columns_of_wrong_type", table="customers", columns="customer_key")
    if tables.customers["customer_id"].duplicated().any():
        raise ContractBrokenError(
            "error.customers_repeated", count=int(tables.customers["customer_id"].duplicated().sum())
        )


def _fits(name: str, wanted: str, found: str) -> bool:
    unknown_throughout = found == "null" and name not in REQUIRED_TRANSACTION_COLUMNS
    return found == wanted or unknown_throughout


def _require_columns(table: str, wanted: Collection[str], found: Collection[object]) -> None:
    missing = [name for name in wanted if name not in found]
    if missing:
        raise ContractBrokenError("error.columns_missing", table=table, columns=", ".join(missing))
