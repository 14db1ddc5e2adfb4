"""For which factor is each customer likely to leave, and is that clear at all?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.cause_mix import CauseMix, Pointers, fit_cause_mix
from engine.churn.cause_signals import signal_names, signals
from engine.churn.factors import FACTORS, UNCLEAR
from engine.churn.hazard import DiscreteTimeHazard
from engine.churn.landmarks import Episodes
from engine.formulas import Formula

Floats = NDArray[np.float64]

CAUSE_SHARE = Formula(
    name="cause_share",
    latex=r"s_{if} = \frac{e_{if}}{\sum_g e_{ig}}, \quad e_{if} = \max\left(0,\ \rho_i \pi_{if}"
    r" - \overline{\rho \pi_f}\right), \quad \rho_i = w\,\frac{\Lambda_i}{\bar\Lambda} + (1 - w)\,R_i,"
    r" \quad w = \frac{n}{n + 100}",
    source="Own rule on cause-specific hazards, Prentice et al. (1978), Biometrics 34; factors after"
    " Keaveney (1995)",
    origin="estimated",
)

LEAST_EXCESS = 1.0 / 3.0
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
    """What tells the causes of leaving: the mix of factors, its signals and their usual values."""

    mix: CauseMix
    names: list[str]
    usual: dict[str, float]
    hazard: DiscreteTimeHazard

    def causes(self, features: pd.DataFrame, cumulative_hazard: Floats) -> Causes:
        """Return the causes of customers with these features and these cumulative hazards (n,).

        The baseline is the average of these customers. Each factor's excess is its own pull beyond
        the average one, in multiples of the whole usual pull.
        """
        at = self.pointers(features)
        weight = self.mix.learned_weight
        usual = float(cumulative_hazard.mean()) if len(cumulative_hazard) else 0.0
        relative = cumulative_hazard / usual if usual > 0.0 else np.ones(len(features))
        pull = weight * relative + (1.0 - weight) * self.mix.assumed_pull(at)
        own = pull[:, None] * self.mix.shares(at)
        return causes_of(np.maximum(own - own.mean(axis=0), 0.0))

    def pointers(self, features: pd.DataFrame) -> Pointers:
        """Return what points at factors in these features."""
        matrix = self.hazard.encoder_.matrix(features)
        return Pointers(signals(features, self.names, self.usual), matrix)


def fit_causes(past: Episodes, hazard: DiscreteTimeHazard, exits: pd.DataFrame) -> CauseModel:
    """Return what tells causes, learned from past customers and the recorded exits among them."""
    features = past.standing.features
    names = signal_names(features)
    usual = {name: _usual(features[name]) for name in names}
    at = Pointers(signals(features, names, usual), hazard.encoder_.matrix(features))
    return CauseModel(fit_cause_mix(past, at, exits, names), names, usual, hazard)


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
