"""Who was still a customer on a past day, and who of them left how many months later?

A customer with contracts leaves when the last of them ends, or on the day of a recorded exit. A
customer without leaves on the day on which the silence crosses the churn rule in force. Nothing after
``as_of`` is looked at; who hadn't left by then is followed for as many months as there are (censored).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.chronicle import NEVER, Chronicle, Landmark, places_of
from engine.churn.contract_spans import OPEN, contract_spans, customer_days, day_numbers, next_key
from engine.churn.features import features_at
from engine.churn.month_grid import month_numbers
from engine.churn.silences import long_silences

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SPACING_MONTHS = 3
FEATURE_MONTHS = 12
"""So many months must lie behind the first landmark."""

_DAYS_A_MONTH = 30.4375


@dataclass(frozen=True)
class Departures:
    """When each customer left, or would by what is known.

    ``spans`` are the times under contract (customer, first and last day as day numbers, by customer
    and first day; ``OPEN`` while one runs); ``crossings`` the days on which a silence crossed the
    rule, and ``exits`` the recorded ones, as sorted keys of customer and day.
    """

    spans: Ints
    crossings: Ints
    exits: Ints
    rule_days: float


@dataclass(frozen=True)
class Standing:
    """What is known of customers on the day of a landmark.

    Attributes
    ----------
    features
        One row a customer.
    entry_month
        The first month after the landmark in which leaving could be seen: 1 under a contract, later
        where the silence has yet to grow as long as the rule.
    contract_age_months
        Of the contract in force; NaN without one.
    factors
        Of each column of the features the factor that it belongs to, or ``none``.
    """

    features: pd.DataFrame
    entry_month: Ints
    contract_age_months: Floats
    factors: Mapping[str, str] = field(default_factory=dict)

    def rows(self, where: NDArray[np.bool_] | Ints) -> Standing:
        """Return some of the customers."""
        return Standing(self.features.loc[where] if where.dtype == bool else self.features.iloc[where],
                        self.entry_month[where], self.contract_age_months[where], self.factors)  # fmt: skip


@dataclass(frozen=True)
class Episodes:
    """Customers at landmarks, each followed until they left or until nothing more is known.

    ``customer`` is the position in the chronicle and ``landmark`` how many months before ``as_of``;
    ``duration_months`` the month in which they left, or the months followed.
    """

    standing: Standing
    customer: Ints
    landmark: Ints
    duration_months: Ints
    churned: NDArray[np.bool_]

    @property
    def events(self) -> int:
        """Return how many left."""
        return int(self.churned.sum())

    def rows(self, where: NDArray[np.bool_] | Ints) -> Episodes:
        """Return some of the rows."""
        return Episodes(
            self.standing.rows(where),
            self.customer[where],
            self.landmark[where],
            self.duration_months[where],
            self.churned[where],
        )

    def until(self, months_back: int) -> Episodes:
        """Return what would have been known that many months before ``as_of``."""
        earlier = self.rows(self.landmark > months_back)
        followed = earlier.landmark - months_back
        return replace(
            earlier,
            duration_months=np.minimum(earlier.duration_months, followed),
            churned=earlier.churned & (earlier.duration_months <= followed),
        )


def departures(known: Chronicle, rule_days: float, has_contracts: bool) -> Departures:
    """Return who left when: by contracts and exits where contracts tell, else by the rule and exits."""
    exits, contracts = known.rows["exits"], known.rows["contracts"]
    gone = np.sort(customer_days(exits["customer"].to_numpy(dtype=np.int64), exits["on"]))
    return Departures(
        spans=contract_spans(contracts if has_contracts else contracts.iloc[:0], gone, known.as_of),
        crossings=_crossings(known, rule_days),
        exits=gone,
        rule_days=rule_days,
    )


def landmark_months(months: int) -> list[int]:
    """Return the landmarks in months before ``as_of``, for a history of so many months; the latest first."""
    memory = min(FEATURE_MONTHS, months // 2)
    return list(range(SPACING_MONTHS, months - memory + 1, SPACING_MONTHS))


def episodes(known: Chronicle, left: Departures, landmarks: list[int], at_most: int) -> Episodes:
    """Return the customers at risk at each landmark and what became of them; at most so many rows.

    Where there are more, every so-many-th customer is taken, each landmark beginning with another.
    """
    step = max(1, math.ceil(len(known.customer_ids) * len(landmarks) / at_most))
    parts = [
        _episodes_at(known.landmark(back, np.arange(number % step, len(known.customer_ids), step)), left)
        for number, back in enumerate(landmarks)
    ]
    return Episodes(
        standing=Standing(
            pd.concat([part.standing.features for part in parts]),
            np.concatenate([part.standing.entry_month for part in parts]),
            np.concatenate([part.standing.contract_age_months for part in parts]),
            parts[0].standing.factors,
        ),
        customer=np.concatenate([part.customer for part in parts]),
        landmark=np.concatenate([part.landmark for part in parts]),
        duration_months=np.concatenate([part.duration_months for part in parts]),
        churned=np.concatenate([part.churned for part in parts]),
    )


def standing_at(at: Landmark, left: Departures) -> tuple[Standing, NDArray[np.bool_]]:
    """Return what is known of customers at a landmark, and which of them still were customers then."""
    day = int(at.day.astype(np.int64))
    under, _, began = _contract_at(left.spans, at, day)
    last = at.last_purchase()
    silence = np.where(last > NEVER, day - last, np.inf)
    gone = next_key(left.exits, at.customers, day - np.minimum(silence, 36_500).astype(np.int64) - 1) <= day
    by_rule = (silence <= left.rule_days) & ~gone & ~_has_contract(left.spans, at, day)
    wait_days = np.where(by_rule, np.floor(left.rule_days) + 1.0 - silence, 1.0) if by_rule.any() else None
    entry = np.ones(at.size, dtype=np.int64)
    if wait_days is not None:
        crossing = at.day + wait_days.astype(np.int64).astype("timedelta64[D]")
        entry = np.maximum(at.months_back - month_numbers(crossing, at.chronicle.as_of), 1)
    age = np.where(under, (day - began) / _DAYS_A_MONTH, np.nan)
    known = features_at(at)
    features = known.frame
    if wait_days is not None:
        gap = features["own_gap_days"].to_numpy(dtype=np.float64)
        features = features.assign(
            wait_months=np.where(by_rule, wait_days / _DAYS_A_MONTH, np.nan),
            wait_in_gaps=np.where(by_rule, wait_days / gap, np.nan),
        )
    return Standing(features, np.where(by_rule, entry, 1), age, known.groups), under | by_rule


def _episodes_at(at: Landmark, left: Departures) -> Episodes:
    standing, at_risk = standing_at(at, left)
    day = int(at.day.astype(np.int64))
    under, ended, _ = _contract_at(left.spans, at, day)
    crossed = np.where(under, OPEN, next_key(left.crossings, at.customers, day))
    gone = np.minimum(np.minimum(np.where(under, ended, OPEN), crossed),
                      next_key(left.exits, at.customers, day))  # fmt: skip
    as_of = at.chronicle.as_of
    churned = gone <= int(np.datetime64(as_of, "D").astype(np.int64))
    month = at.months_back - month_numbers(np.where(churned, gone, day).astype("datetime64[D]"), as_of)
    found = Episodes(
        standing=standing,
        customer=at.customers,
        landmark=np.full(at.size, at.months_back),
        duration_months=np.where(churned, np.maximum(month, 1), at.months_back),
        churned=churned,
    )
    return found.rows(at_risk)


def _contract_at(spans: Ints, at: Landmark, day: int) -> tuple[NDArray[np.bool_], Ints, Ints]:
    """Return who was under contract after the end of a day, its last day, and the contract's first day."""
    place = np.searchsorted(spans[:, 0] * 2**32 + spans[:, 1], at.customers * 2**32 + day, side="right") - 1
    if not len(spans):
        nobody = np.zeros(at.size, dtype=np.int64)
        return nobody.astype(bool), nobody, nobody
    owner, _, last, began = spans[np.maximum(place, 0)].T
    under = (place >= 0) & (owner == at.customers) & (last > day)
    rows = at.known("contracts").drop_duplicates("customer", keep="last")
    first = began.copy()
    first[rows["customer"].to_numpy()] = day_numbers(rows["on"])
    return under, last, first


def _has_contract(spans: Ints, at: Landmark, day: int) -> NDArray[np.bool_]:
    """Return who has signed a contract so far: their silence says nothing."""
    begun = spans[spans[:, 1] <= day, 0] if len(spans) else np.zeros(0, dtype=np.int64)
    return np.isin(at.customers, begun)


def _crossings(known: Chronicle, rule_days: float) -> Ints:
    if known.facts is None or math.isnan(rule_days):
        return np.zeros(0, dtype=np.int64)
    rows = known.tables.execute(long_silences(known.facts, math.floor(rule_days)))
    owner = places_of(known.customer_ids, rows["customer_id"])
    crossed = day_numbers(rows["day"]) + math.floor(rule_days) + 1
    return np.sort(owner * 2**32 + crossed)
