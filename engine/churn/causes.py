"""For which factor is each customer likely to leave, and is that clear at all?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.cause_mix import CauseMix, Pointers, explained, fit_cause_mix
from engine.churn.cause_signals import factors_of_signals, signal_names, signals
from engine.churn.factors import FACTORS, NO_FACTOR, UNCLEAR
from engine.churn.hazard import DiscreteTimeHazard
from engine.churn.incidents import Evidence, Watched, told
from engine.churn.landmarks import Episodes
from engine.churn.lead_months import FADING_MONTHS
from engine.churn.month_grid import grid_day
from engine.formulas import Formula

Floats = NDArray[np.float64]

CAUSE_SHARE = Formula(
    name="cause_share",
    latex=r"s_{if} = \frac{e_{if}}{\sum_g e_{ig}}, \quad e_{if} = \rho_i \pi_{if}"
    r" \max\left(0,\ 1 - e^{-\Delta_{if}}\right), \quad"
    r" \Delta_{if} = \sum_{j \in f} (x_{ij} - \bar x_j)(b_{jf} + w\,\beta_j), \quad"
    r" \rho_i = w\,\frac{\Lambda_i}{\bar\Lambda} + (1 - w)\,R_i, \quad w = \frac{n}{n + 100}",
    origin="estimated",
)

LEAST_EXCESS = 0.25
"""With less risk beyond the usual, in multiples of the usual, nothing is to be explained."""

LEAST_SHARE, LEAST_LEAD = 0.5, 0.15
"""A cause is named when it holds half of the excess, and leads the next by so much."""


@dataclass(frozen=True)
class Causes:
    """Of each customer: the named cause or ``unclear``, its share, and the shares of all factors.

    Shares sum to 1 over the factors; NaN where there is less excess than ``LEAST_EXCESS``: the parts of
    next to nothing say nothing.
    """

    cause: NDArray[np.object_]
    share: Floats
    shares: Floats

    def columns(self, index: pd.Index) -> pd.DataFrame:
        """Return ``cause``, ``cause_share`` and ``cause_share_<factor>``."""
        found = {"cause": self.cause, "cause_share": self.share}
        by_factor = {f"cause_share_{name}": self.shares[:, place] for place, name in enumerate(FACTORS)}
        return pd.DataFrame({**found, **by_factor}, index=index).astype({"cause": "str"})


@dataclass(frozen=True)
class CauseModel:
    """What tells the causes of leaving: the mix of factors, and what each factor's own columns weigh.

    Attributes
    ----------
    weights
        Logarithm by which a unit of each column of ``Pointers.design`` moves the hazard of the factor
        that it belongs to, column x factor; 0 everywhere else.
    middle
        The usual value of each column.
    leaving_per_month
        The share of customers who leave in a month.
    """

    mix: CauseMix
    names: list[str]
    usual: dict[str, float]
    hazard: DiscreteTimeHazard
    weights: Floats
    middle: Floats
    leaving_per_month: float

    def causes(self, features: pd.DataFrame, relative_hazard: Floats, told: Floats) -> Causes:
        """Return the causes of customers by features, hazard beside the usual (n,) and what they told (n, 8).

        Each factor's columns are taken back to their usual values; what its pull loses by that is its
        excess, in multiples of the whole usual pull. Of who has left (hazard NaN) only what was told
        counts: today's facts are not those of the time.
        """
        at = self.pointers(features, told)
        left = np.isnan(relative_hazard)
        at.signals[left, : len(self.names)] = 0.0
        at.matrix[left] = self.middle[-at.matrix.shape[1] :]
        learned = self.mix.learned_weight
        relative = np.where(left, 1.0, relative_hazard)
        pull = learned * relative + (1.0 - learned) * self.mix.assumed_pull(at)
        own = pull[:, None] * self.mix.shares(at)
        raised = at.design @ self.weights - self.middle @ self.weights
        return causes_of(own * np.maximum(-np.expm1(-raised), 0.0))

    def pointers(self, features: pd.DataFrame, told: Floats) -> Pointers:
        """Return what points at factors in these features, and in what was told."""
        matrix = self.hazard.encoder_.matrix(features)
        return Pointers(signals(features, self.names, self.usual, told), matrix)


def fit_causes(past: Episodes, hazard: DiscreteTimeHazard, evidence: Evidence) -> CauseModel:
    """Return what tells causes, learned from past customers and the recorded exits among them."""
    features, matrix = past.standing.features, hazard.encoder_.matrix(past.standing.features)
    names = signal_names(features)
    usual = {name: _usual(features[name]) for name in names}
    leaving = past.events / max(float(past.duration_months.sum()), 1.0)
    rows, shares = explained(past, evidence.exits)
    told_then = told(evidence.incidents, _watched(past.rows(rows), evidence), leaving)
    at = Pointers(signals(features.iloc[rows], names, usual, told_then), matrix[rows])
    mix = fit_cause_mix(at, shares, names)
    middle = np.concatenate([[1.0], np.zeros(at.signals.shape[1]), matrix.mean(axis=0)])
    of_columns = [past.standing.factors.get(source, NO_FACTOR) for source in hazard.encoder_.sources]
    weights = _weights(mix, hazard, [NO_FACTOR, *factors_of_signals(names), *of_columns])
    return CauseModel(mix, names, usual, hazard, weights, middle.astype(np.float64), leaving)


def _watched(past: Episodes, evidence: Evidence) -> Watched:
    days = np.array([grid_day(evidence.as_of, int(back)) for back in past.landmark], dtype="datetime64[D]")
    standing = past.standing
    return Watched.of(standing.features, past.customer, days, standing.contract_age_months)


def _weights(mix: CauseMix, hazard: DiscreteTimeHazard, factors: list[str]) -> Floats:
    """Return what a unit of each column adds to the logarithm of its own factor's hazard.

    That is what it adds to the share of the factor among leavers, and, as far as exits have taught
    anything, to the hazard of leaving itself.
    """
    whole = np.zeros(len(factors))
    if hazard.learner == "logistic":
        found = hazard.coefficients_
        # Facts weigh as they do in the second month: neither quite fresh nor faded.
        lately = found.lasting + math.exp(-1.0 / FADING_MONTHS) * found.fading
        whole[-len(lately) :] = mix.learned_weight * lately
    own = np.array(factors)[:, None] == np.array(FACTORS)[None, :]
    return np.where(own, mix.coefficients + whole[:, None], 0.0)


def causes_of(excess: Floats) -> Causes:
    """Return the causes for excess pulls by factor, in multiples of the usual pull; shape (n, 8)."""
    total = excess.sum(axis=1)
    shares = np.full(excess.shape, np.nan)
    some = total >= LEAST_EXCESS
    shares[some] = excess[some] / total[some, None]
    ordered = np.sort(np.nan_to_num(shares), axis=1)
    first, second = ordered[:, -1], ordered[:, -2]
    is_clear = some & (first >= LEAST_SHARE) & (first - second >= LEAST_LEAD)
    named = np.array(FACTORS, dtype=object)[np.nan_to_num(shares).argmax(axis=1)]
    return Causes(np.where(is_clear, named, UNCLEAR), np.where(some, first, np.nan), shares)


def _usual(values: pd.Series[float]) -> float:
    known = values.to_numpy(dtype=np.float64)
    known = known[np.isfinite(known)]
    return float(np.median(known)) if len(known) else 0.0
