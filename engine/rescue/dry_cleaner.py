"""Is a customer who spends 1,000 a year and claims 235 worth the claim?

A dry cleaner has spoilt a customer's garments. To give the customer up because "235 is too much"
judges by one claim; what counts is the ceiling over the years of the relationship. What is owed
(garments and fee) is paid in any case: the ceiling caps the goodwill beyond it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import SettingOutOfRangeError
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rescue.assumptions import Assumption, RescueAssumptions
from engine.rescue.ceiling import (
    Ceiling,
    Chances,
    Decision,
    ceiling,
    ceiling_draws,
    decision,
    interval,
    mixed,
)
from engine.rescue.word_of_mouth import talk

Floats = NDArray[np.float64]

SECOND_LIFETIME = Formula(
    name="second_lifetime",
    latex=r"V = \sum_{t=0}^{T-1} \frac{m\,r^t}{(1 + d)^t}",
    source="Griffin & Lowenstein (2001), Customer Winback; Berger & Nasr (1998), JIM 12(1)",
    origin="estimated",
)

_DRAWS = 4000
_DISAPPOINTED = "response_to_failure"
_MARGIN_RATE = Assumption(0.4, 0.3, 0.5)
_KEPT_PER_YEAR = Assumption(0.8, 0.7, 0.9)
_DISCOUNT_RATE = Assumption(0.1)
_SUCCESS = Assumption(0.6, 0.4, 0.8)
_UNAIDED = Assumption(0.05, 0.0, 0.1)


@dataclass(frozen=True)
class Cleaner:
    """The case and what it assumes; money a year or at once, rates 0-1 a year.

    Only ``spend_per_year`` and the claim come with the case (235 = garments and fee); the other
    numbers are assumptions to be changed. ``unaided`` is the chance that the customer comes back
    if nothing is paid, ``success`` that they do if the claim is met without a quarrel.
    """

    spend_per_year: float = 1000.0
    garments_owed: float = 220.0
    fee_owed: float = 15.0
    goodwill: float = 20.0
    contact_cost: float = 5.0
    years: int = 10
    margin_rate: Assumption = _MARGIN_RATE
    kept_per_year: Assumption = _KEPT_PER_YEAR
    discount_rate: Assumption = _DISCOUNT_RATE
    success: Assumption = _SUCCESS
    unaided: Assumption = _UNAIDED
    rescue: RescueAssumptions = field(default_factory=RescueAssumptions)

    def __post_init__(self) -> None:
        """Refuse what is no case."""
        for name in ("spend_per_year", "garments_owed", "fee_owed", "goodwill", "contact_cost"):
            self._require(name, getattr(self, name) >= 0.0)
        self._require("years", 1 <= self.years <= 50)
        for name in ("margin_rate", "kept_per_year", "discount_rate", "success", "unaided"):
            low, high = getattr(self, name).range
            self._require(name, 0.0 <= low <= getattr(self, name).value <= high <= 1.0)

    def _require(self, name: str, holds: bool) -> None:
        if not holds:
            value = getattr(self, name)
            shown = value.value if isinstance(value, Assumption) else value
            raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=shown)

    @property
    def owed(self) -> float:
        """Return what is owed whatever the customer is worth: the garments and the fee."""
        return self.garments_owed + self.fee_owed


@dataclass(frozen=True)
class CleanerCase:
    """The case worked out.

    Attributes
    ----------
    by_year
        ``year``, ``margin`` (expected, discounted to today), ``in_all``.
    value, talk
        V and W.
    ceiling, ceiling_interval
        With its parts, and its 95 % interval.
    untried
        What giving the customer up costs: V3, a loss.
    decision
        What is owed, and the goodwill beyond it.
    years_to_earn_claim
        After how many years the margin, discounted, covers the claim; NaN: never.
    draws
        What the interval is made of, each of shape (d,): ``value talk success unaided talk_left``.
    """

    by_year: pd.DataFrame
    value: float
    talk: float
    ceiling: Ceiling
    ceiling_interval: Estimate
    untried: float
    decision: Decision
    years_to_earn_claim: float
    draws: Mapping[str, Floats] = field(repr=False, compare=False)

    @property
    def is_claim_below_ceiling(self) -> bool:
        """Return whether even the claim as a whole, were it all goodwill, would be worth paying."""
        return self.decision.owed < self.ceiling.value


def second_lifetime(margin: float, kept_per_year: float, discount_rate: float, years: int) -> float:
    """Return V, the margin of the years after a rescue in today's money (``SECOND_LIFETIME``)."""
    return float(_by_year(margin, kept_per_year, discount_rate, years).sum())


def dry_cleaner(case: Cleaner, rng: np.random.Generator) -> CleanerCase:
    """Return the case worked out, with the assumptions that it carries."""
    margin = case.spend_per_year * case.margin_rate.value
    yearly = _by_year(margin, case.kept_per_year.value, case.discount_rate.value, case.years)
    value = float(yearly.sum())
    spoken = talk(case.rescue, value, rng, _DRAWS)
    theta = case.rescue.dissatisfied[_DISAPPOINTED].value
    chances = Chances(case.success.value, case.unaided.value, theta, case.rescue.talk_left.value)
    found = ceiling(value, spoken.value, chances)
    draws = {"value": _value_draws(case, rng), "talk": spoken.draws, **_chance_draws(case, rng)}
    in_all = yearly.cumsum()
    covered = np.flatnonzero(in_all >= case.owed)
    return CleanerCase(
        by_year=pd.DataFrame({"year": np.arange(1, case.years + 1), "margin": yearly, "in_all": in_all}),
        value=value,
        talk=spoken.value,
        ceiling=found,
        ceiling_interval=interval(_drawn(draws, theta), found.value),
        untried=found.if_untried,
        decision=decision(found.value, case.contact_cost, case.success.value, case.goodwill, case.owed),
        years_to_earn_claim=float(covered[0] + 1) if len(covered) else float("nan"),
        draws=draws,
    )


@dataclass(frozen=True)
class CausesCeiling:
    """The ceiling were each factor the cause, and mixed by their chances, with 95 % intervals."""

    ceilings: Mapping[str, Ceiling]
    intervals: Mapping[str, Estimate]
    mix: Ceiling
    mix_interval: Estimate


def by_cause(case: Cleaner, worked: CleanerCase, shares: Mapping[str, float]) -> CausesCeiling:
    """Return the ceiling of a case worked out were each factor its cause, and mixed by their chances.

    ``success`` of the case is that of a disappointed customer; what trying adds differs for the
    other causes by the factors of ``success_by_cause``, and by whether who leaves talks (θ). The causes
    share their draws.
    """
    found, drawn = {}, {}
    for cause in shares:
        relative, theta = _relative_success(case, cause), case.rescue.dissatisfied[cause].value
        success = _success(case.success.value, case.unaided.value, relative)
        chances = Chances(float(success), case.unaided.value, theta, case.rescue.talk_left.value)
        found[cause] = ceiling(worked.value, worked.talk, chances)
        tried = _success(worked.draws["success"], worked.draws["unaided"], relative)
        drawn[cause] = _drawn({**worked.draws, "success": np.asarray(tried)}, theta)
    mix = mixed(found, dict(shares))
    total = sum(shares.values())
    of_mix = sum((share / total * drawn[cause] for cause, share in shares.items()), np.zeros(_DRAWS))
    bounds = {cause: interval(drawn[cause], one.value) for cause, one in found.items()}
    return CausesCeiling(found, bounds, mix, interval(of_mix, mix.value))


def _relative_success(case: Cleaner, cause: str) -> float:
    factors = case.rescue.success_by_cause
    usual = factors[_DISAPPOINTED].value
    return factors[cause].value / usual if usual > 0.0 else 1.0


def _success(success: float | Floats, unaided: float | Floats, relative: float) -> float | Floats:
    return np.clip(unaided + (success - unaided) * relative, 0.0, 1.0)


def _chance_draws(case: Cleaner, rng: np.random.Generator) -> dict[str, Floats]:
    given = {"success": case.success, "unaided": case.unaided, "talk_left": case.rescue.talk_left}
    return {name: one.draws(rng, _DRAWS) for name, one in given.items()}


def _drawn(draws: Mapping[str, Floats], dissatisfied: float) -> Floats:
    """Return draws of the ceiling of who leaves dissatisfied with this chance."""
    chances = {name: draws[name] for name in ("success", "unaided", "talk_left")}
    theta = np.full(_DRAWS, dissatisfied)
    return ceiling_draws(draws["value"], draws["talk"], {**chances, "dissatisfied": theta})


def _by_year(margin: float, kept_per_year: float, discount_rate: float, years: int) -> np.ndarray:
    return np.asarray(margin * (kept_per_year / (1.0 + discount_rate)) ** np.arange(years, dtype=np.float64))


def _value_draws(case: Cleaner, rng: np.random.Generator) -> np.ndarray:
    margin = case.spend_per_year * case.margin_rate.draws(rng, _DRAWS)
    ratio = case.kept_per_year.draws(rng, _DRAWS) / (1.0 + case.discount_rate.draws(rng, _DRAWS))
    return np.asarray(margin * (ratio[:, None] ** np.arange(case.years)).sum(axis=1))
