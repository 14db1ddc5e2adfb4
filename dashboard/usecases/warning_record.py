"""What became of those whom earlier assessments warned of?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from data import assessments as stored
from data.assessments import Header
from data.relations import relations
from data.viewer import Viewer
from engine.assessment_columns import SURVIVAL_COLUMNS
from engine.churn.leavings import Past
from engine.churn.record import Record, Warnings, by_probability, in_bands, record
from engine.churn.silences import SILENCES, kept_days
from engine.estimate import Estimate
from engine.months import months_before

_THEN = (
    *("customer_id", "churn_state", "churn_probability", "value_tier", "expected_gain", "lifetime_value"),
    *SURVIVAL_COLUMNS,
)
# A likeness to those who left is no chance within a horizon: there is nothing to judge it by.
_WITHOUT_TIME = "one_day_table"
_TOLD_BY = ("contracts", "exits", "contacts")
_COUNTED = ("customer_id", "stated", "left", "is_back", "was_contacted")
_NOW = ("customer_id", "churn_state", "last_purchase_day")


@dataclass(frozen=True)
class JudgedWarnings:
    """An earlier assessment's warnings against what happened; ``bands`` has a row a band of chances.

    ``people`` has a row a customer that is counted: ``customer_id stated left is_back was_contacted``
    and the bounds of their band, ``band_low band_high``.
    ``rule_days`` is what leaving meant then, ``rule_days_now`` what it means today (NaN: the end of
    contracts); ``returned`` is how many of those who left have been customers again since.
    """

    as_of: dt.date
    horizon_months: int
    months_to_go: int
    customers: int
    stated: float
    came: Estimate
    returned: int
    rule_days: float
    rule_days_now: float
    auc: Estimate
    calibration_slope: Estimate
    bands: pd.DataFrame
    people: pd.DataFrame


@dataclass(frozen=True)
class WarningRecord:
    """All earlier assessments' warnings, the latest first.

    ``not_told`` are the days of those for which today's assessment doesn't know who left by what
    leaving meant then.
    """

    judged: tuple[JudgedWarnings, ...]
    not_told: tuple[dt.date, ...] = ()


def warning_record(viewer: Viewer, slug: str, assessment_id: int) -> WarningRecord:
    """Return what is known, as of an assessment, of the warnings of those before it.

    They are held against what happened of those whom the assessment knows still: who was removed since, or
    merged with somebody, can't be judged by their own number.

    Raises
    ------
    NotFoundError
        There is no assessment of that number.
    """
    now = stored.header(viewer, slug, assessment_id)
    earlier = _earlier(viewer, slug, now)
    if not earlier:
        return WarningRecord(())
    silences = stored.result_frame(viewer, slug, assessment_id, SILENCES)
    rule_days = _rule_days(now)
    shortest = math.inf if silences is None else kept_days(rule_days)
    told = [one for one in earlier if math.isnan(one.rule_days) or one.rule_days >= shortest]
    known = relations(viewer, slug, _TOLD_BY).up_to(now.as_of)
    customers = stored.assessment_frame(viewer, slug, assessment_id, _NOW)
    past = Past(now.as_of, known, pd.DataFrame() if silences is None else silences, customers)
    still_known = customers["customer_id"]
    found = [(record(_of(still_known, one), past, known.contacts), one.rule_days) for one in told]
    return WarningRecord(
        tuple(_judged(one, then, rule_days) for one, then in found if len(one.rows)),
        tuple(one.as_of for one in earlier if one not in told),
    )


def _earlier(viewer: Viewer, slug: str, now: Header) -> list[Warnings]:
    """Return the warnings a month old or more; of several assessments of a day those of the last made."""
    found: dict[dt.date, Warnings] = {}
    for made in stored.assessments(viewer, slug):
        # A month's last day goes to the last day of the next: from 30 April it takes until 31 May.
        if months_before(made.as_of, -1) > now.as_of or made.as_of in found:
            continue
        header = stored.header(viewer, slug, made.assessment_id)
        if any(card["name"] == _WITHOUT_TIME for card in header.cards):
            continue
        customers = stored.assessment_frame(viewer, slug, made.assessment_id, _THEN)
        if "churn_probability" in customers and customers["churn_probability"].notna().any():
            months = int(header.settings["horizon_months"])
            found[made.as_of] = Warnings(made.as_of, months, customers, _rule_days(header))
    return list(found.values())


def _of(customer_ids: pd.Series[str], warnings: Warnings) -> Warnings:
    customers = warnings.customers
    return replace(warnings, customers=customers[customers["customer_id"].isin(customer_ids)])


def _rule_days(header: Header) -> float:
    """Return after how many days of silence a customer counted as left; NaN where contracts told."""
    rule: Mapping[str, Any] = next(
        (card["facts"] for card in header.cards if card["name"] == "churn_rule"), {}
    )
    return float(rule.get("churn_after_days", math.nan))


def _judged(found: Record, rule_days: float, rule_days_now: float) -> JudgedWarnings:
    return JudgedWarnings(
        as_of=found.as_of,
        horizon_months=found.horizon_months,
        months_to_go=found.months_to_go,
        customers=len(found.rows),
        stated=found.stated,
        came=found.came,
        returned=found.returned,
        rule_days=rule_days,
        rule_days_now=rule_days_now,
        auc=found.auc,
        calibration_slope=found.calibration_slope,
        bands=by_probability(found),
        people=found.rows[list(_COUNTED)].join(in_bands(found)),
    )
