"""Which customers stand on this page of the list, in which order, and how is each cell written?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.chances import leaving_words
from dashboard.presenters.holdings import holding_words, recorded, with_own_values
from dashboard.presenters.paging import Part, part_of
from dashboard.presenters.terms import KINDS, term_of

ROWS_A_PAGE: Final = 100
# Code of an order as an address holds it: a column, the largest first after a minus -> its name in texts.
SORTS: Final = {
    "-current_value": "most_valuable",
    "current_value": "least_valuable",
    "-expected_gain": "most_gain",
    "-churn_probability": "most_likely_to_leave",
    "-value_to_come_12m": "highest_period_value",
    "-lifetime_value": "highest_lifetime_value",
    "-potential_value": "most_potential",
    "-days_since_last_purchase": "longest_silent",
    "silence_probability": "most_overdue",
    "growth_rate": "falling",
    "-growth_rate": "growing",
    "-purchase_days_12m": "most_purchases",
    "satisfaction_score": "least_satisfied",
    "-satisfaction_score": "most_satisfied",
    "-loyalty_index": "most_loyal",
    "loyalty_index": "least_loyal",
    "-benefit_index": "most_benefit",
    "-development_index": "most_developing",
    "-first_purchase_day": "newest",
    "customer_id": "id",
}
FIRST_SORT: Final = "-current_value"
_WITHOUT_PURCHASES: Final = ("customer_id", "name", "churn_state", "contract", "churn_probability")


# A heading of the list -> the column of the assessment that it stands for, where they differ.
_HEADINGS: Final = {
    "silent": "days_since_last_purchase",
    "contract": "contract_start_day",
    "name": "customer_id",
    "last_purchase_day": "days_since_last_purchase",
    "satisfaction_group": "satisfaction_score",
}
# What answers and development tell of a customer; a list shows those that are known of anybody in it.
VOICES: Final = (
    "satisfaction_group",
    "satisfaction_score",
    "loyalty_kind",
    "loyalty_bond",
    "loyalty_index",
    "benefit_index",
    "development_index",
)


@dataclass(frozen=True)
class CustomerList:
    """One page of customers: ``rows`` is text only, its index the customers' keys."""

    rows: pd.DataFrame
    labels: dict[str, str]
    page: int
    pages: int
    place: str


def customer_list(customers: pd.DataFrame, sort: str, page: int, reader: Reader) -> CustomerList:
    """Return page ``page`` (from 1) of ``customers`` in an order of ``SORTS``.

    Customers without the value that orders come last; ties are in the order of ids, so that
    a page never changes on its own. Only the rows of the page are written as text.
    """
    has_value = bool(customers["current_value"].notna().any())
    code = sort if sort in SORTS else FIRST_SORT
    column, ascending = code.removeprefix("-"), not code.startswith("-")
    by = [column] if column == "customer_id" else [column, "customer_id"]
    ordered = customers.sort_values(by, ascending=[ascending, True][: len(by)], na_position="last")
    part = part_of(ordered, page, ROWS_A_PAGE)
    known = [name for name in VOICES if name in customers and customers[name].notna().any()]
    rows = written(part.rows, reader, known)
    if not has_value:
        rows = rows[[name for name in rows if name in (*_WITHOUT_PURCHASES, *known)]]
    return list_page(part, rows, labels_of(rows, customers, reader), reader)


def with_recorded(
    shown: CustomerList, customers: pd.DataFrame, holds: Sequence[str], reader: Reader
) -> CustomerList:
    """Return the page with what is recorded of what holds each, by codes of ``presenters.holdings``."""
    codes = with_own_values(holds)
    if not codes:
        return shown
    own = customers.set_index("customer_key").loc[shown.rows.index]
    cells = {code: recorded(own, code, reader) for code in codes}
    named = [name for name in shown.labels if name in ("customer_id", "name")]
    labels: dict[str, str] = {name: shown.labels[name] for name in named}
    labels |= {code: holding_words(code, reader) for code in codes}
    labels |= {name: label for name, label in shown.labels.items() if name not in labels}
    return replace(shown, rows=shown.rows.assign(**cells)[list(labels)], labels=labels)


def list_page(part: Part, rows: pd.DataFrame, labels: dict[str, str], reader: Reader) -> CustomerList:
    """Return a page of a list whose ``rows`` are written and headed by ``labels``."""
    place = reader.texts("customers.list.place", **part.numbers)
    return CustomerList(rows, labels, part.page, part.pages, place)


def labels_of(rows: pd.DataFrame, customers: pd.DataFrame, reader: Reader) -> dict[str, str]:
    """Return the headings of written rows; a chance of which no time is known is a likeness."""
    labels = {name: reader.texts(f"customers.column.{name}") for name in map(str, rows.columns)}
    has_time = customers["churn_expected_months"].notna().any() or customers["churn_probability"].isna().all()
    if "churn_probability" in labels and not has_time:
        labels["churn_probability"] = reader.texts("one_day.column.likeness")
    return labels


def sort_of_heading(heading: str, sort: str) -> str:
    """Return the order that a click on a heading asks for, ``sort`` being the present one.

    The first click puts the more telling end first (the highest value, the longest silence), a
    second one the other end where there is such an order; headings without an order change nothing.
    """
    present = sort or FIRST_SORT
    column = _HEADINGS.get(heading, heading) or present.removeprefix("-")
    orders = [code for code in SORTS if code.removeprefix("-") == column]
    if present in orders:
        return orders[(orders.index(present) + 1) % len(orders)]
    return orders[0] if orders else present


def written(customers: pd.DataFrame, reader: Reader, voices: Sequence[str] = ()) -> pd.DataFrame:
    """Return the cells of the list as text in the reader's language, indexed by customer key.

    ``voices`` are those of ``VOICES`` that the list shows.
    """
    formats = reader.formats
    cells: dict[str, list[str]] = {"customer_id": customers["customer_id"].astype(str).tolist()}
    if "name" in customers:
        cells["name"] = [str(name) if isinstance(name, str) else "" for name in customers["name"]]
    cells["current_value"] = _each(customers, "current_value", formats.money)
    cells["value_tier"] = _words(customers, "value_tier", reader)
    cells["churn_state"] = _words(customers, "churn_state", reader)
    if has_contracts(customers):
        cells["contract"] = contract_words(customers, reader)
    else:
        cells["silent"] = silences(customers, reader)
    cells["lifecycle_stage"] = _words(customers, "lifecycle_stage", reader)
    cells["growth_rate"] = _each(customers, "growth_rate", lambda share: formats.signed_percent(share, 0))
    cells["churn_probability"] = _each(customers, "churn_probability", partial(leaving_words, reader=reader))
    for name in ("value_to_come_12m", "lifetime_value"):
        cells[name] = _each(customers, name, formats.money)
    cells["expected_gain"] = _each(customers, "expected_gain", formats.money)
    cells["potential_value"] = _each(customers, "potential_value", formats.money)
    for name in voices:
        cells[name] = _voice(customers, name, reader)
    cells["abc_class"] = _words(customers, "abc_class", reader)
    cells["purchase_days_12m"] = _each(customers, "purchase_days_12m", formats.count)
    cells["last_purchase_day"] = _each(customers, "last_purchase_day", formats.day)
    return pd.DataFrame(cells, index=pd.Index(customers["customer_key"].astype(int), name="customer_key"))


def silences(customers: pd.DataFrame, reader: Reader) -> list[str]:
    """Return "84 days, usually 30" for each customer; without the usual gap where it is unknown."""
    said = []
    for days, gap in zip(customers["days_since_last_purchase"], customers["gap_typical_days"], strict=True):
        if pd.isna(days):
            said.append(UNDEFINED)
        elif pd.isna(gap):
            said.append(reader.texts("customers.days", count=int(days)))
        else:
            said.append(reader.texts("customers.silent_usual", count=int(days), gap=round(gap)))
    return said


def has_contracts(customers: pd.DataFrame) -> bool:
    """Return whether contracts, rather than silence, tell who has left."""
    return "contract_start_day" in customers and bool(customers["contract_start_day"].notna().any())


def contract_words(customers: pd.DataFrame, reader: Reader) -> list[str]:
    """Return "since May 2024" or "ended 3 May 2025" for each customer."""
    said = []
    for start, end in zip(customers["contract_start_day"], customers["contract_end_day"], strict=True):
        if not pd.isna(end):
            said.append(reader.texts("customers.contract.ended", day=reader.formats.day(end)))
        elif not pd.isna(start):
            said.append(reader.texts("customers.contract.since", month=reader.formats.month(start)))
        else:
            said.append(reader.texts("customers.contract.none"))
    return said


def _voice(customers: pd.DataFrame, name: str, reader: Reader) -> list[str]:
    if name in KINDS:
        return _words(customers, name, reader)
    if name == "satisfaction_score":
        return _each(customers, name, lambda share: reader.formats.percent(share, 0))
    return _each(customers, name, lambda index: reader.formats.decimal(index, 0))


def _each(customers: pd.DataFrame, column: str, write: Callable[..., str]) -> list[str]:
    return [UNDEFINED if pd.isna(value) else write(value) for value in customers[column]]


def _words(customers: pd.DataFrame, column: str, reader: Reader) -> list[str]:
    return [term_of(column, code, reader.texts) for code in customers[column]]
