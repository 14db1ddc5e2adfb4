"""What do the frames look like that come into the engine, and the one that leaves it?

One name a column, the same in the contract, in every view and in every export.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from engine.errors import ContractBrokenError

if TYPE_CHECKING:
    import ibis

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

ASSESSMENT_COLUMNS: dict[str, str] = {
    "customer_id": "text",
    "customer_key": "int64",
    "first_purchase_day": "day",
    "last_purchase_day": "day",
    "purchase_days": "float64",
    "frequency": "float64",
    "recency_weeks": "float64",
    "age_weeks": "float64",
    "days_since_last_purchase": "float64",
    "amount_total": "float64",
    "refund_amount_total": "float64",
    "monetary_value": "float64",
    "purchase_days_12m": "float64",
    "purchase_days_prior_12m": "float64",
    "amount_12m": "float64",
    "amount_prior_12m": "float64",
    "refund_amount_12m": "float64",
    "current_value": "float64",
    "current_value_prior_12m": "float64",
    "margin_known_share": "float64",
    "abc_class": "text",
    "is_negative_value": "bool",
    "cumulative_value_share": "float64",
    "rfm_recency": "float64",
    "rfm_frequency": "float64",
    "rfm_monetary": "float64",
    "lifecycle_stage": "text",
    "gap_typical_days": "float64",
    "gap_limit_days": "float64",
    "silence_probability": "float64",
    "rhythm_alarm": "bool",
    "churn_state": "text",
    "frequency_change": "float64",
    "spend_change": "float64",
    "partial_churn": "bool",
    "growth_rate": "float64",
    "potential_value": "float64",
    "potential_value_low": "float64",
    "potential_value_high": "float64",
    "peers_count": "float64",
    "value_tier": "text",
}
"""One row a customer with at least one fact up to ``as_of``; NaN, NaT or a null text is undefined."""

ABC_CLASSES = ("A", "B", "C")
LIFECYCLE_STAGES = ("exploration", "formation", "stability", "decline")
CHURN_STATES = ("staying", "leaning", "left")
VALUE_TIERS = ("platinum", "gold", "iron", "lead")


@dataclass(frozen=True)
class Tables:
    """The facts of one company, and what runs an expression over them.

    ``execute`` answers an Ibis expression with a pandas frame; who owns the data decides where
    it runs.
    """

    transactions: ibis.Table
    customers: pd.DataFrame
    execute: Callable[[ibis.Expr], pd.DataFrame]

    @classmethod
    def from_frames(cls, transactions: pd.DataFrame, customers: pd.DataFrame | None = None) -> Tables:
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
        connection = ibis.duckdb.connect(threads=1)
        return cls(ibis.memtable(arrow), customers, connection.execute)


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
