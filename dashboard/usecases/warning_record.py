"""What became of those whom earlier assessments warned of?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data import assessments as stored
from data.assessments import Header
from data.relations import relations
from data.viewer import Viewer
from engine.churn.record import Record, Warnings, by_probability, left_on, over_time, record
from engine.contracts import Relations
from engine.estimate import Estimate

_THEN = ("customer_id", "churn_state", "churn_probability", "value_tier", "expected_gain", "lifetime_value")
# A likeness to those who left is no chance within a horizon: there is nothing to judge it by.
_WITHOUT_TIME = "one_day_table"
_NOW = ("customer_id", "churn_state", "last_purchase_day", "contract_end_day")


@dataclass(frozen=True)
class JudgedWarnings:
    """An earlier assessment's warnings against what happened; ``bands`` has a row a band of chances."""

    as_of: dt.date
    horizon_months: int
    months_to_go: int
    customers: int
    stated: float
    came: Estimate
    auc: Estimate
    calibration_slope: Estimate
    bands: pd.DataFrame


@dataclass(frozen=True)
class WarningRecord:
    """All earlier assessments' warnings, the latest first, and by band over those that are over."""

    judged: tuple[JudgedWarnings, ...]
    over_time: pd.DataFrame


def warning_record(viewer: Viewer, slug: str, assessment_id: int) -> WarningRecord:
    """Return what is known, as of an assessment, of the warnings of those before it.

    Raises
    ------
    NotFoundError
        There is no assessment of that number.
    """
    now = stored.header(viewer, slug, assessment_id)
    earlier = _earlier(viewer, slug, now)
    if not earlier:
        return WarningRecord((), pd.DataFrame())
    known = relations(viewer, slug).up_to(now.as_of)
    gone = _gone(viewer, slug, now, known)
    found = [record(one, gone, now.as_of, known.contacts) for one in earlier]
    return WarningRecord(tuple(_judged(one) for one in found), over_time(found))


def _earlier(viewer: Viewer, slug: str, now: Header) -> list[Warnings]:
    """Return the warnings of earlier days; of several assessments of a day those of the last made."""
    found: dict[dt.date, Warnings] = {}
    for made in stored.assessments(viewer, slug):
        if made.as_of >= now.as_of or made.as_of in found:
            continue
        header = stored.header(viewer, slug, made.assessment_id)
        if any(card["name"] == _WITHOUT_TIME for card in header.cards):
            continue
        customers = stored.assessment_frame(viewer, slug, made.assessment_id, _THEN)
        if "churn_probability" in customers and customers["churn_probability"].notna().any():
            found[made.as_of] = Warnings(made.as_of, int(header.settings["horizon_months"]), customers)
    return list(found.values())


def _gone(viewer: Viewer, slug: str, now: Header, known: Relations) -> pd.Series:
    customers = stored.assessment_frame(viewer, slug, now.assessment_id, _NOW)
    rule: Mapping[str, Any] = next((card["facts"] for card in now.cards if card["name"] == "churn_rule"), {})
    days = float(rule.get("churn_after_days", math.nan))
    return left_on(customers, known, days)


def _judged(found: Record) -> JudgedWarnings:
    return JudgedWarnings(
        as_of=found.as_of,
        horizon_months=found.horizon_months,
        months_to_go=found.months_to_go,
        customers=len(found.rows),
        stated=found.stated,
        came=found.came,
        auc=found.auc,
        calibration_slope=found.calibration_slope,
        bands=by_probability(found),
    )
