"""Which answers move overall satisfaction most, and how well do we do on these?

Relative importance is Shapley's value of each item in the explained variance (LMG): the average of
what an item adds over all orders in which items may enter. It copes with correlated items and adds
up exactly to R². It says what goes with satisfaction, not what causes it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula
from engine.satisfaction.answers import answer_matrix, latest, on_scale
from engine.satisfaction.roles import OUTCOMES, REVERSED

Floats = NDArray[np.float64]

RELATIVE_IMPORTANCE = Formula(
    name="relative_importance",
    latex=r"\mathrm{LMG}_j = \sum_{S \not\ni j} \frac{|S|!\,(p-|S|-1)!}{p!}"
    r"\left(R^2_{S \cup \{j\}} - R^2_S\right), \quad \sum_j \mathrm{LMG}_j = R^2",
    source="Lindeman, Merenda & Gold (1980); Grömping (2007), The American Statistician 61(2)",
    origin="estimated",
)
PERFORMANCE_MAP = Formula(
    name="performance_map",
    latex=r"\text{fix first}: I_j \ge \bar I \wedge P_j < \bar P",
    source="Martilla & James (1977), Journal of Marketing 41(1)",
    origin="estimated",
)

MOST_ITEMS = 18
ANSWERS_AN_ITEM = 10
MINIMUM_ANSWERS = 100
COLLINEAR_FROM = 5.0
FIELDS = ("fix_first", "keep_up", "low_priority", "possible_overkill")
_RESAMPLES = 200


@dataclass(frozen=True)
class Drivers:
    """Relative importance of items for one target.

    ``items`` is ordered by importance: ``item_id``, ``importance`` (its share of variance, summing to
    ``explained``), ``low``, ``high`` (95 %, percentiles of resampled respondents), ``rank_low``,
    ``rank_high``, ``correlation``, ``inflation`` (VIF), ``is_collinear``. Where ``n`` is less than
    ``needed`` it is empty. ``incomplete`` respondents left an item out and are not counted in.
    """

    items: pd.DataFrame
    explained: float
    n: int
    needed: int
    incomplete: int


@dataclass(frozen=True)
class Explaining:
    """What drivers are taken from: one row a respondent in ``items`` and ``score``, good answers near 1."""

    target: str
    score: pd.Series[float]
    items: pd.DataFrame

    @property
    def respondents(self) -> pd.Index:
        """Return who answered everything."""
        return self.items.index[self.items.notna().all(axis=1) & self.score.notna()]


def explaining(answers: pd.DataFrame) -> Explaining:
    """Return the target (the CSAT item, else NPS, else the experience) and what may explain it."""
    shares = answers.assign(share=on_scale(answers))
    shares["share"] = shares["share"].where(~shares["role"].isin(REVERSED), 1.0 - shares["share"])
    target = next((role for role in ("csat", "nps", "experience") if (shares["role"] == role).any()), "")
    items = answer_matrix(shares[~shares["role"].isin(OUTCOMES)], "share")
    aims = latest(shares[shares["role"] == target])
    return Explaining(target, aims.groupby("respondent")["share"].mean().reindex(items.index), items)


def drivers(target: pd.Series[float], items: pd.DataFrame, rng: np.random.Generator) -> Drivers:
    """Return what goes with ``target`` (one number a respondent), from whole answers to ``items``.

    Items that nobody answers differently are left out. At most ``MOST_ITEMS`` are taken: with more,
    those correlated least with the target are left out.
    """
    found = items.assign(**{"": target}).dropna()
    varied = [str(name) for name in items if found[name].min() < found[name].max()]
    needed = max(MINIMUM_ANSWERS, ANSWERS_AN_ITEM * len(varied))
    incomplete = int(target.notna().sum()) - len(found)
    if len(found) < needed or not varied or found[""].min() == found[""].max():
        return Drivers(pd.DataFrame({"item_id": []}), math.nan, len(found), needed, incomplete)
    values = found[["", *varied]].to_numpy(dtype=np.float64)
    if len(varied) > MOST_ITEMS:
        strength = np.abs(np.corrcoef(values, rowvar=False)[0, 1:])
        best = np.sort(np.argsort(-strength, kind="stable")[:MOST_ITEMS])
        varied = [varied[position] for position in best]
        values = values[:, np.append(0, best + 1)]
    return Drivers(
        _table(values, varied, rng), _explained(correlations(values)), len(found), needed, incomplete
    )


def relative_importance(correlation: Floats) -> Floats:
    """Return LMG of each item, shape (p,), from a correlation matrix whose first row is the target's.

    All 2^p models come from one recursion: an item either enters, and everything still to come is freed
    of what it explains, or it does not. Source: Grömping (2007), eq. 8; sweep of Goodnight (1979).
    """
    p = len(correlation) - 1
    found: Floats = _orders(p) @ _explained_by_subset(correlation)
    return found


@lru_cache(maxsize=4)
def _orders(p: int) -> Floats:
    """Return what each subset's R² counts in each item's importance, shape (p, 2^p)."""
    subsets = np.arange(2**p)
    sizes = np.array([bin(subset).count("1") for subset in subsets])
    weight = np.array([math.factorial(s) * math.factorial(p - s - 1) for s in range(p)]) / math.factorial(p)
    found = np.zeros((p, 2**p))
    for item in range(p):
        without = subsets[(subsets >> item) & 1 == 0]
        found[item, without | (1 << item)] = weight[sizes[without]]
        found[item, without] = -weight[sizes[without]]
    return found


def correlations(values: Floats) -> Floats:
    """Return the correlation matrix of columns; a column that doesn't vary correlates with nothing."""
    centred = values - values.mean(axis=0)
    scale = np.sqrt((centred**2).sum(axis=0))
    unit = centred / np.where(scale > 0, scale, 1.0)
    found: Floats = unit.T @ unit
    np.fill_diagonal(found, 1.0)
    return found


def variance_inflation(correlation: Floats) -> Floats:
    """Return how far each item's variance is inflated by the others (VIF), from the items' correlations."""
    found: Floats = np.diag(np.linalg.pinv(correlation, hermitian=True)).copy()
    return found


def performance_map(importance: pd.Series[float], performance: pd.Series[float]) -> pd.Series[str]:
    """Return each item's field: cut at the mean of importance and of performance (0-1 of its scale)."""
    matters, well = importance >= importance.mean(), performance >= performance.mean()
    fields = np.select([matters & ~well, matters & well, ~matters & ~well], list(FIELDS[:3]), FIELDS[3])
    return pd.Series(fields, index=importance.index, dtype="str")


def _table(values: Floats, names: list[str], rng: np.random.Generator) -> pd.DataFrame:
    correlation = correlations(values)
    n = len(values)
    draws = np.stack(
        [relative_importance(correlations(values[rng.integers(0, n, n)])) for _ in range(_RESAMPLES)]
    )
    ranks = (-draws).argsort(axis=1).argsort(axis=1) + 1
    low, high = np.percentile(draws, [2.5, 97.5], axis=0)
    inflation = variance_inflation(correlation[1:, 1:])
    table = pd.DataFrame(
        {
            "item_id": names,
            "importance": relative_importance(correlation),
            "low": low,
            "high": high,
            "rank_low": np.percentile(ranks, 2.5, axis=0),
            "rank_high": np.percentile(ranks, 97.5, axis=0),
            "correlation": correlation[0, 1:],
            "inflation": inflation,
            "is_collinear": inflation >= COLLINEAR_FROM,
        }
    )
    return table.sort_values("importance", ascending=False, kind="stable", ignore_index=True)


def _explained(correlation: Floats) -> float:
    return float(_explained_by_subset(correlation)[-1])


def _explained_by_subset(correlation: Floats) -> Floats:
    """Return R² of every subset of items; bit j of the position says whether item j is in."""
    p = len(correlation) - 1
    states = correlation[None, :, :].astype(np.float64)
    for _ in range(p):
        # The next item stands in row 1; it leaves the matrix, with or without taking its share along.
        pivot, column = states[:, 1, 1], states[:, :, 1]
        kept = np.delete(np.arange(states.shape[1]), 1)
        rest = states[:, kept[:, None], kept]
        # What earlier items explain fully has nothing left to give.
        scale = np.where(pivot > 1e-10, 1.0 / np.where(pivot > 1e-10, pivot, 1.0), 0.0)
        swept = rest - column[:, kept, None] * column[:, None, kept] * scale[:, None, None]
        states = np.concatenate([rest, swept])
    return np.asarray(1.0 - states[:, 0, 0], dtype=np.float64)
