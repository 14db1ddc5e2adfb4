"""When does a customer without a contract count as left, and in which state is each one now?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula

Floats = NDArray[np.float64]

CHURN_RULE = Formula(
    name="churn_rule",
    latex=r"C = \min\{t : \hat F(t) \ge 0.90\,\hat F(\infty)\}, \quad "
    r"\hat F(t) = 1 - \prod_{g \le t}\left(1 - \frac{d_g}{n_g}\right),"
    r" \quad w_i = \frac{1}{\text{gaps}_i + 1}",
    origin="estimated",
)
CHURN_STATE = Formula(
    name="churn_state",
    latex=r"\text{left}: t > C; \quad"
    r" \text{leaning}: t \le C \wedge (\text{alarm} \vee \text{partial churn});"
    r" \quad \text{staying}: \text{otherwise}",
)

RETURNED_SHARE = 0.90
MINIMUM_CLOSED_GAPS = 100


@dataclass(frozen=True)
class ChurnRule:
    """After how many days of silence a customer counts as left; NaN where it can't be told.

    With ``contracts`` silence tells nothing: a customer leaves when the last contract ends.
    """

    days: float
    origin: Literal["typed", "estimated", "contracts", "undefined"]
    closed_gaps: int


def churn_rule(gap_lengths: pd.DataFrame, customers: pd.DataFrame, typed_days: int | None) -> ChurnRule:
    """Return the typed rule, or the silence within which nine in ten of those who came back had come back.

    Every customer weighs the same: those who come daily have most of the gaps and would
    otherwise set a rule that most customers break. The silences of today are censored gaps.

    Parameters
    ----------
    gap_lengths
        Closed gaps by ``gap_days`` and their customer's ``gap_count``, as ``gaps``.
    customers
        ``gap_count`` and ``days_since_last_purchase`` of every customer with a purchase.
    """
    closed_gaps = int(gap_lengths["gaps"].sum())
    if typed_days is not None:
        return ChurnRule(float(typed_days), "typed", closed_gaps)
    if closed_gaps < MINIMUM_CLOSED_GAPS:
        return ChurnRule(math.nan, "undefined", closed_gaps)
    days, returned = _share_returned(gap_lengths, customers)
    return ChurnRule(
        float(days[np.argmax(returned >= RETURNED_SHARE * returned[-1])]), "estimated", closed_gaps
    )


def churn_states(
    days_since: pd.Series[float], is_warned: NDArray[np.bool_], rule: ChurnRule
) -> NDArray[np.object_]:
    """Return ``staying``, ``leaning`` or ``left``; undefined without a purchase or without a rule."""
    states = np.where(is_warned, "leaning", "staying").astype(object)
    states[(days_since > rule.days).to_numpy()] = "left"
    states[days_since.isna().to_numpy() | math.isnan(rule.days)] = None
    return states


def _share_returned(gap_lengths: pd.DataFrame, customers: pd.DataFrame) -> tuple[Floats, Floats]:
    closed = _weight_by_day(gap_lengths["gap_days"], gap_lengths["gaps"] / (gap_lengths["gap_count"] + 1.0))
    still_open = _weight_by_day(customers["days_since_last_purchase"], 1.0 / (customers["gap_count"] + 1.0))
    days = np.union1d(closed.index, still_open.index)
    closed, still_open = closed.reindex(days, fill_value=0.0), still_open.reindex(days, fill_value=0.0)
    # A silence that reaches today still ran on its last day: it counts among those who might return then.
    at_risk = (closed + still_open)[::-1].cumsum()[::-1]
    returned = 1.0 - (1.0 - closed / at_risk).cumprod()
    return days.astype(np.float64), np.asarray(returned, dtype=np.float64)


def _weight_by_day(days: pd.Series[float], weights: pd.Series[float]) -> pd.Series[float]:
    frame = pd.DataFrame(
        {"days": days.to_numpy(dtype=np.float64), "weight": weights.to_numpy(dtype=np.float64)}
    )
    # Sorted first, so that the sum has one order whatever the order of the rows.
    return frame.sort_values(["days", "weight"]).groupby("days")["weight"].sum()
