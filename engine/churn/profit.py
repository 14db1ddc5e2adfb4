"""How much money does a score bring if the right customers are asked to stay?

Nobody knows beforehand which share γ of the leavers an offer will keep. The expected maximum
profit takes γ as Beta(6, 14), asks for each γ the best share of customers, and averages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.churn.ranking import Ranked, hull
from engine.errors import SettingOutOfRangeError
from engine.formulas import Formula

Floats = NDArray[np.float64]

EXPECTED_MAXIMUM_PROFIT = Formula(
    name="expected_maximum_profit",
    latex=r"\mathrm{EMP} = \int_0^1 \max_t \{\pi_0 F_0(t)\,[\gamma (V - o) - c]"
    r" - \pi_1 F_1(t)\,[a\,o + c]\}\; h(\gamma)\, d\gamma, \quad \gamma \sim B(6, 14)",
    origin="estimated",
)


@dataclass(frozen=True)
class ProfitTerms:
    """What a campaign of retention costs and saves, money per customer.

    Attributes
    ----------
    value
        V, what a leaver who is kept is worth.
    offer_cost, contact_cost
        o, what the offer costs who takes it; c, what asking costs.
    redeemed
        a, the chance that a stayer takes the offer, 0-1.
    kept_alpha, kept_beta
        γ, the chance that a leaver is kept, is Beta of these two.
    """

    value: float = 200.0
    offer_cost: float = 10.0
    contact_cost: float = 1.0
    redeemed: float = 1.0
    kept_alpha: float = 6.0
    kept_beta: float = 14.0

    def __post_init__(self) -> None:
        """Refuse a campaign in which nothing can be won."""
        self._require("value", self.value > self.offer_cost)
        self._require("offer_cost", self.offer_cost >= 0.0)
        self._require("contact_cost", self.contact_cost >= 0.0)
        self._require("redeemed", 0.0 <= self.redeemed <= 1.0)
        self._require("kept_alpha", self.kept_alpha > 0.0)
        self._require("kept_beta", self.kept_beta > 0.0)

    def _require(self, name: str, holds: bool) -> None:
        if not holds:
            raise SettingOutOfRangeError(
                "error.setting_out_of_range", setting=name, value=getattr(self, name)
            )


@dataclass(frozen=True)
class Campaign:
    """What is assumed of a campaign before the customers' value is known; shares are of that value.

    A cost in money that is NaN is left to its share; ``kept`` is the mean of γ, ``kept_strength`` the
    number of leavers that it counts for. The defaults are those of Verbraken et al. (2013): c and o
    are 1 and 10 of 200, γ is Beta(6, 14).
    """

    offer_cost: float = math.nan
    contact_cost: float = math.nan
    offer_share: float = 0.05
    contact_share: float = 0.005
    redeemed: float = 1.0
    kept: float = 0.3
    kept_strength: float = 20.0

    def terms(self, value: float) -> ProfitTerms:
        """Return the terms for customers of this mean value.

        An offer that costs as much as a customer is worth leaves nothing to compare by: its share stands in.
        """
        usual = Campaign()
        offer = self.offer_share * value if math.isnan(self.offer_cost) else self.offer_cost
        contact = self.contact_share * value if math.isnan(self.contact_cost) else self.contact_cost
        if offer >= value:
            offer = usual.offer_share * value
        # A Beta needs some belief on either side.
        kept = min(max(self.kept, 0.001), 0.999)
        shapes = kept * self.kept_strength, (1.0 - kept) * self.kept_strength
        return ProfitTerms(value, offer, contact, self.redeemed, *shapes)


@dataclass(frozen=True)
class Profit:
    """Money per customer of the base, and the share of customers who are asked on average, 0-1."""

    value: float
    asked_share: float


def expected_maximum_profit(
    ranked: Ranked, terms: ProfitTerms | None = None, weights: Floats | None = None
) -> Profit:
    """Return the expected maximum profit (``EXPECTED_MAXIMUM_PROFIT``), exact, not sampled."""
    terms = terms or ProfitTerms()
    left, stayed, gain, cost = _corners(ranked, terms, weights)
    edges = _edges(left, stayed, terms)
    mass, mean = _beta_integrals(edges, terms)
    return Profit(
        float(gain * left @ mean - cost(left, stayed) @ mass),
        float((left + stayed) @ mass),
    )


class _Cost:
    """What asking costs: c for a leaver, a·o + c for a stayer."""

    def __init__(self, terms: ProfitTerms) -> None:
        self.leaver = terms.contact_cost
        self.stayer = terms.redeemed * terms.offer_cost + terms.contact_cost

    def __call__(self, left: Floats, stayed: Floats) -> Floats:
        return self.leaver * left + self.stayer * stayed


def _corners(
    ranked: Ranked, terms: ProfitTerms, weights: Floats | None
) -> tuple[Floats, Floats, float, _Cost]:
    """Return the hull's corners as shares of all customers, what a kept leaver brings, and the costs."""
    left, stayed = hull(*ranked.counts(weights))
    total = float(left[-1] + stayed[-1])
    return left / total, stayed / total, terms.value - terms.offer_cost, _Cost(terms)


def _edges(left: Floats, stayed: Floats, terms: ProfitTerms) -> Floats:
    """Return from which γ on each corner is the best; they rise from corner to corner."""
    cost = _Cost(terms)
    more_left, more_stayed = np.diff(left), np.diff(stayed)
    with np.errstate(divide="ignore"):
        ratio = cost(more_left, more_stayed) / more_left
    edges: Floats = np.clip(ratio / (terms.value - terms.offer_cost), 0.0, 1.0)
    return edges


def _beta_integrals(edges: Floats, terms: ProfitTerms) -> tuple[Floats, Floats]:
    """Return, corner by corner, the chance of its γ and the integral of γ over them."""
    from scipy.special import betainc

    bounds = np.concatenate([[0.0], edges, [1.0]])
    alpha, beta = terms.kept_alpha, terms.kept_beta
    mass = np.diff(betainc(alpha, beta, bounds))
    mean = alpha / (alpha + beta) * np.diff(betainc(alpha + 1.0, beta, bounds))
    return mass, mean
