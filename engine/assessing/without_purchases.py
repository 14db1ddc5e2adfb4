"""What can be said of a company whose files tell of contracts, exits and attributes, but of no purchase?

Nothing about value, rhythm or tiers: these columns stay undefined. Who is a customer, who has left, and
how likely the others are to leave can be told.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.assessing.one_day import NAME as ONE_DAY
from engine.assessing.part import Part
from engine.assessing.study import Study
from engine.assessing.warnings import churn_part, is_likely_to_end
from engine.assessment_columns import ASSESSMENT_COLUMNS, DTYPES
from engine.cards import Card, Fact, lacking
from engine.churn.rule import ChurnRule
from engine.contracts import Relations, Tables
from engine.estimate import Estimate
from engine.figures import figures
from engine.months import months_before, whole_months
from engine.rates import contract_retention_rate
from engine.settings import AssessmentSettings
from engine.value.basis import History

_OF_PEOPLE = ("customers", "staying_customers", "leaning_customers", "left_customers", "left_share")
_RULE = ChurnRule(math.nan, "contracts", 0)


def tells_something(known: Relations) -> bool:
    """Return whether contracts, exits or answers are known, of which something can be said."""
    return not all(frame.empty for frame, _ in _facts_with_days(known))


def _facts_with_days(known: Relations) -> tuple[tuple[pd.DataFrame, str], ...]:
    return (known.contracts, "start_day"), (known.exits, "day"), (known.survey_answers, "day")


def study_without_purchases(tables: Tables, as_of: dt.date, settings: AssessmentSettings) -> Study:
    """Return what there is to study where no purchase is known; the facts begin with the first of these."""
    known = tables.relations.up_to(as_of)
    days = [frame[name].min() for frame, name in _facts_with_days(known)]
    first = min(day.date() for day in days if not pd.isna(day))
    nothing = History(first, as_of, 0, math.nan, "sales", math.nan, "none")
    return Study(tables, as_of, settings, known, nothing, whole_months(first, as_of), None)


def customers_without_purchases(study: Study, *, in_full: bool) -> tuple[pd.DataFrame, tuple[Part, ...]]:
    """Return the assessment's columns of everybody of whom anything is known, and the parts behind them."""
    customers = _nobodys_purchases(study)
    parts = (churn_part(customers, _RULE, study, in_full=in_full),)
    customers = parts[0].of(customers)
    return customers.assign(churn_state=_states(customers)), parts


def figures_without_purchases(customers: pd.DataFrame, study: Study, is_one_day: bool) -> dict[str, Estimate]:
    """Return the company's figures; those that rest on purchases are undefined.

    How many stayed over 12 months needs days of leaving, which a table of one day doesn't have.
    """
    found = figures(customers, study.history_months, _RULE, study.as_of)
    kept = {name: found[name] for name in _OF_PEOPLE} | _fees(customers, study.relations)
    if not is_one_day:
        kept["retention_rate"] = contract_retention_rate(customers, months_before(study.as_of, 12))
        kept["expected_leavers"] = found["expected_leavers"]
    return dict.fromkeys(found, Estimate(math.nan)) | kept


def cards_without_purchases(customers: pd.DataFrame, parts: tuple[Part, ...]) -> tuple[Card, ...]:
    """Return what each method had to work with."""
    own = tuple(card for part in parts for card in part.cards)
    bound = int(customers["contract_start_day"].notna().sum())
    facts: dict[str, Fact] = {"customers": bound, "without": len(customers) - bound}
    origin = "one_day" if has_one_day(parts) else "contracts"
    return (
        Card("purchases", "not_enough_data", {"count": 0, "needed": 1}),
        Card("churn_rule", "ok", {"variant": origin, "origin": origin, **facts}),
        *own,
        lacking("rescue", "value", 0, 1),
    )


def has_one_day(parts: tuple[Part, ...]) -> bool:
    """Return whether a table of one day is all that is known of leaving."""
    return any(card.name == ONE_DAY for part in parts for card in part.cards)


def _fees(customers: pd.DataFrame, known: Relations) -> dict[str, Estimate]:
    """Return what those still there, and those of them who lean to leaving, pay a month by contract."""
    running = known.contracts[known.contracts["end_day"].isna()]
    fees = running.groupby("customer_id")["fee_per_month"].sum(min_count=1)
    own = customers["customer_id"].map(fees)
    here = {"there": customers["churn_state"].isin(["staying", "leaning"])}
    here["leaning"] = customers["churn_state"] == "leaning"
    sums = {name: own[where].sum(min_count=1) for name, where in here.items()}
    counts = {name: int(own[where].count()) for name, where in here.items()}
    return {f"{name}_fees_per_month": Estimate(float(sums[name]), n=counts[name]) for name in here}


def _nobodys_purchases(study: Study) -> pd.DataFrame:
    """Return a row a customer with contract days and nothing of purchases, flags being false."""
    everybody = study.tables.customers.sort_values("customer_id")
    people = everybody[everybody["customer_id"].isin(_known_ids(study.relations))]
    empty = {name: _unknown(kind, len(people)) for name, kind in ASSESSMENT_COLUMNS.items()}
    bonds = study.bonds(study.as_of).reindex(people["customer_id"])
    return pd.DataFrame(empty).assign(
        customer_id=people["customer_id"].astype("str").to_numpy(),
        customer_key=people["customer_key"].to_numpy(dtype=np.int64),
        **{str(name): bonds[name].to_numpy() for name in bonds},
    )


def _known_ids(known: Relations) -> set[str]:
    frames = [getattr(known, one.name) for one in fields(known)]
    found = [frame["customer_id"].dropna() for frame in frames if "customer_id" in frame]
    return set(pd.concat(found).astype("str"))


def _unknown(kind: str, count: int) -> pd.Series[str]:
    if kind in ("bool", "int64"):
        return pd.Series(np.zeros(count), dtype=kind)
    return pd.Series([None] * count, dtype=DTYPES.get(kind, kind))


def _states(customers: pd.DataFrame) -> NDArray[np.object_]:
    """Return who left, who leans to leaving, and who stays: of whom neither is known, nothing."""
    states = np.where(is_likely_to_end(customers), "leaning", "staying").astype(object)
    is_known = customers["contract_start_day"].notna() | customers["churn_probability"].notna()
    states[~is_known.to_numpy(dtype=bool)] = None
    states[customers["contract_end_day"].notna().to_numpy(dtype=bool)] = "left"
    return states
