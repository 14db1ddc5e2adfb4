"""What is at stake with each customer: what is one who stays worth, and how likely is it that they don't?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula
from engine.rates import Z_95
from engine.rescue.assumptions import RescueAssumptions

Floats = NDArray[np.float64]

VALUE_AT_STAKE = Formula(
    name="value_at_stake",
    latex=r"V_i = \frac{\mathrm{CLV}_i}{P_i(\text{alive})}, \quad"
    r" V_i = m_i \cdot \frac{\sum_j V_j}{\sum_j m_j} \text{ where a contract has ended}",
    origin="estimated",
)

# Below this chance of being alive, a quotient of two tiny numbers says nothing.
_LEAST_ALIVE = 0.01
_FEWEST_LEFT = 30


@dataclass(frozen=True)
class Uncertain:
    """A figure of each customer with its 95 % interval, shape (n,); without an interval it is certain."""

    value: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, frame: pd.DataFrame, name: str) -> Uncertain:
        """Return a column with its ``_low`` and ``_high``; NaN throughout where it is missing."""
        value = column(frame, name)
        low, high = column(frame, f"{name}_low"), column(frame, f"{name}_high")
        return cls(
            value,
            np.where(np.isnan(low), value, np.minimum(low, value)),
            np.where(np.isnan(high), value, np.maximum(high, value)),
        )

    def rows(self, where: NDArray[np.bool_] | NDArray[np.int64] | slice) -> Uncertain:
        """Return the figures of some of the customers."""
        return Uncertain(self.value[where], self.low[where], self.high[where])

    def times(self, factor: Floats) -> Uncertain:
        """Return the figures times a factor that is not negative."""
        return Uncertain(self.value * factor, self.low * factor, self.high * factor)

    def draws(self, normal: Floats) -> Floats:
        """Return draws of each figure, shape (n, d), from standard normal numbers, shape (d,).

        Above and below the value they spread as the interval does, which need not be symmetric.
        All customers share the same numbers: right for each customer, not for their sum.
        """
        up = (self.high - self.value)[:, None] / Z_95 * np.maximum(normal, 0.0)
        down = (self.value - self.low)[:, None] / Z_95 * np.minimum(normal, 0.0)
        found: Floats = self.value[:, None] + up + down
        return found


@dataclass(frozen=True)
class Stake:
    """Of each customer, shape (n,): V, the chance to lose them, and who has left already.

    ``gone`` is the chance to leave within the horizon and not to come back unaided; of who has
    left, not to come back. NaN where unknown.
    """

    value: Uncertain
    gone: Uncertain
    left: NDArray[np.bool_]

    @property
    def mean_value(self) -> float:
        """Return the mean V of those who have not left (of all, if all have); NaN where no V is known."""
        known = np.isfinite(self.value.value)
        here = known & ~self.left
        values = self.value.value[here if here.any() else known]
        return float(values.mean()) if len(values) else float("nan")


def stake(
    customers: pd.DataFrame, assumptions: RescueAssumptions, bound: NDArray[np.bool_] | None = None
) -> Stake:
    """Return what is at stake with each customer (``VALUE_AT_STAKE``).

    The lifetime value of an assessment already counts the chance that the customer is gone; what
    a rescue wins is the value of one who is there, so that chance is divided out. Where there is
    no such chance (a contract has ended), it is the customer's own margin of a year times what a
    unit of yearly margin is worth with the customers who stay. ``bound`` marks who has or had a
    contract: that tells whether they are there, and a silence says nothing.
    """
    left = customers["churn_state"].eq("left").to_numpy(dtype=bool)
    alive = column(customers, "alive_probability")
    if bound is not None:
        alive = np.where(bound, np.where(left, np.nan, 1.0), alive)
    here = np.where(np.isnan(alive), 1.0, alive)
    usable = np.where(left, alive > _LEAST_ALIVE, here > _LEAST_ALIVE)
    divided = np.where(usable, 1.0 / np.where(usable, np.where(left, alive, here), 1.0), np.nan)
    value = Uncertain.of(customers, "lifetime_value").times(divided)
    return Stake(_with_ended(value, customers, left), _gone(customers, left, alive, assumptions), left)


def column(frame: pd.DataFrame, name: str) -> Floats:
    """Return a column as floats; NaN throughout where the frame hasn't got it."""
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    return frame[name].to_numpy(dtype=np.float64)


def _with_ended(value: Uncertain, customers: pd.DataFrame, left: NDArray[np.bool_]) -> Uncertain:
    margin = np.fmax(column(customers, "current_value"), column(customers, "current_value_prior_12m"))
    there = ~left & np.isfinite(value.value) & np.isfinite(margin)
    total = float(margin[there].sum())
    if total <= 0.0:
        return value
    own = np.where(left & np.isnan(value.value) & (margin > 0), margin, np.nan)

    def filled(known: Floats) -> Floats:
        return np.where(np.isnan(own), known, own * float(known[there].sum()) / total)

    return Uncertain(filled(value.value), filled(value.low), filled(value.high))


def _gone(
    customers: pd.DataFrame, left: NDArray[np.bool_], alive: Floats, assumptions: RescueAssumptions
) -> Uncertain:
    """Return the chance to lose a customer: to leave and not to come back, or not to come back."""
    leaving, stated = Uncertain.of(customers, "churn_probability"), assumptions.returns_unaided
    by_silence = left & np.isfinite(alive)
    # Whoever crosses the rule of silence comes back as often as those who crossed it before.
    common = float(alive[by_silence].mean()) if by_silence.sum() >= _FEWEST_LEFT else np.nan
    silent = np.isfinite(alive) & (alive < 1.0) & ~np.isnan(common)
    own = left & (alive > _LEAST_ALIVE)

    def away(value: float) -> Floats:
        return 1.0 - np.where(own, alive, np.where(~left & silent, common, value))

    low, high = stated.range
    return Uncertain(
        np.where(left, 1.0, leaving.value) * away(stated.value),
        np.where(left, 1.0, leaving.low) * away(high),
        np.where(left, 1.0, leaving.high) * away(low),
    )
