"""Which prospects resemble, by what is known of them early, the customers who became the best?

The best are the tenth of earlier newcomers who brought the most in the months after their first
purchase. What they had in common *at that moment* makes the score; nothing later is looked at.
Whether such a score is worth anything is tried on newcomers who came after everything the score was
learned from had happened.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.segments.early_traits import Level, learned_levels, level_matrix

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PROSPECT_LIKENESS = Formula(
    name="prospect_likeness",
    latex=r"\frac{1}{1 + e^{-(b_0 + \sum_l b_l x_{il})}}, \quad "
    r"x_{il} = \mathbf 1[\text{level } l \text{ holds for } i]",
    origin="estimated",
)
PROSPECT_LIFT = Formula(
    name="prospect_lift",
    latex=r"\text{lift} = \frac{\text{share of best among the fifth scored highest}}"
    r"{\text{share of best among all}}",
    origin="measured",
)

BEST_SHARE = 0.10
TOP_SHARE = 0.20
MOST_REASONS = 3
_PENALTY = 0.3
_MOST_ROWS = 20_000
_TELLING = 0.05
_RESAMPLES = 400


@dataclass(frozen=True)
class LikenessModel:
    """What earlier newcomers taught: a weight for each level, and how usual each level was."""

    levels: tuple[Level, ...]
    weights: Floats
    usual: Floats
    intercept: float

    def likeness(self, traits: pd.DataFrame) -> Floats:
        """Return the chance (0-1) of becoming one of the best; NaN where no trait is known."""
        matrix = level_matrix(traits, self.levels)
        score: Floats = 1.0 / (1.0 + np.exp(-(self.intercept + matrix @ self.weights)))
        return np.where(matrix.any(axis=1), score, np.nan)

    def reasons(self, traits: pd.DataFrame) -> list[list[Level]]:
        """Return for each customer up to three levels that speak most for them, the strongest first."""
        speaks = level_matrix(traits, self.levels) * self._worth()
        order = np.argsort(-speaks, axis=1, kind="stable")[:, :MOST_REASONS]
        return [
            [self.levels[at] for at in row if speaks[number, at] > _TELLING]
            for number, row in enumerate(order)
        ]

    def strongest(self, most: int = 8) -> list[tuple[Level, float]]:
        """Return the levels that speak most for and against becoming one of the best, with odds ratios.

        An odds ratio is held against customers who are as usual in this trait.
        """
        worth = self._worth()
        order = np.argsort(-np.abs(worth), kind="stable")[:most]
        return [(self.levels[at], float(np.exp(worth[at]))) for at in order if abs(worth[at]) > _TELLING]

    def written(self) -> str:
        """Return the model as a text that an assessment can keep."""
        rows = [
            [
                one.trait,
                one.category,
                _kept(one.low),
                _kept(one.high),
                round(float(weight), 6),
                round(float(usual), 6),
            ]
            for one, weight, usual in zip(self.levels, self.weights, self.usual, strict=True)
        ]
        return json.dumps([round(self.intercept, 6), rows])

    @classmethod
    def read(cls, text: str) -> LikenessModel:
        """Return the model of a text."""
        intercept, rows = json.loads(text)
        return cls(
            tuple(_level(row) for row in rows),
            np.array([row[4] for row in rows], dtype=np.float64),
            np.array([row[5] for row in rows], dtype=np.float64),
            float(intercept),
        )

    def _worth(self) -> Floats:
        """Return each level's weight less the usual weight of its trait."""
        traits = [level.trait for level in self.levels]
        usual = {
            trait: sum(w * u for t, w, u in zip(traits, self.weights, self.usual, strict=True) if t == trait)
            for trait in set(traits)
        }
        return np.array(
            [weight - usual[t] for t, weight in zip(traits, self.weights, strict=True)], dtype=np.float64
        )


@dataclass(frozen=True)
class HoldOut:
    """What became of later newcomers: lift of the fifth scored highest, and the best by fifths of score.

    ``fifths`` has ``fifth`` (1 highest), ``customers``, ``best``, ``share`` and ``said``, the mean score.
    """

    lift: Estimate
    fifths: pd.DataFrame

    @property
    def beats_chance(self) -> bool:
        """Whether even the lower end of the lift lies above 1, as many as chance would find."""
        return self.lift.low > 1.0


def learned_likeness(traits: pd.DataFrame, best: Flags, rng: np.random.Generator) -> LikenessModel:
    """Return the model that tells the best among newcomers by their early traits."""
    from sklearn.linear_model import LogisticRegression

    if len(traits) > _MOST_ROWS:
        rows = rng.choice(len(traits), _MOST_ROWS, replace=False)
        traits, best = traits.iloc[rows], best[rows]
    levels = learned_levels(traits)
    matrix = level_matrix(traits, levels)
    if not levels or best.all() or not best.any():
        share = min(max(float(best.mean()), 1e-6), 1 - 1e-6)
        return LikenessModel((), np.empty(0), np.empty(0), math.log(share / (1 - share)))
    fitted = LogisticRegression(C=_PENALTY, max_iter=500).fit(matrix, best)
    return LikenessModel(levels, fitted.coef_[0], matrix.mean(axis=0), float(fitted.intercept_[0]))


def best_of(values: Floats) -> Flags:
    """Return who is in the tenth that brought the most; nobody without any value is."""
    if not values.size:
        return np.zeros(0, dtype=np.bool_)
    best: Flags = (values > 0) & (values >= np.quantile(values, 1.0 - BEST_SHARE))
    return best


def tried(model: LikenessModel, traits: pd.DataFrame, best: Flags, rng: np.random.Generator) -> HoldOut:
    """Return what the model's score was worth on customers it has never seen."""
    score = np.nan_to_num(model.likeness(traits), nan=0.0)
    # Equal scores are put in a drawn order: none is favoured by standing first.
    order = np.lexsort((rng.random(len(score)), -score))
    hits = best[order].astype(np.float64)
    top = max(1, round(TOP_SHARE * len(hits)))
    is_top = np.arange(len(hits)) < top
    lifts = np.empty(_RESAMPLES)
    for draw in range(_RESAMPLES):
        weight = np.bincount(rng.integers(0, len(hits), len(hits)), minlength=len(hits)).astype(np.float64)
        lifts[draw] = _lift(hits, is_top, weight)
    low, high = np.nanquantile(lifts, [0.025, 0.975])
    value = _lift(hits, is_top, np.ones(len(hits)))
    return HoldOut(Estimate(value, float(low), float(high), n=len(hits)), _fifths(hits, score[order]))


def _lift(hits: Floats, is_top: Flags, weight: Floats) -> float:
    everywhere = float((hits * weight).sum() / weight.sum())
    among_top = float((hits * weight)[is_top].sum() / max(weight[is_top].sum(), 1.0))
    return among_top / everywhere if everywhere > 0 else math.nan


def _fifths(hits: Floats, score: Floats) -> pd.DataFrame:
    parts, said = np.array_split(hits, 5), np.array_split(score, 5)
    rows: list[dict[str, Any]] = [
        {
            "fifth": number,
            "customers": len(part),
            "best": int(part.sum()),
            "share": float(part.mean()) if len(part) else math.nan,
            "said": float(own.mean()) if len(own) else math.nan,
        }
        for number, (part, own) in enumerate(zip(parts, said, strict=True), start=1)
    ]
    return pd.DataFrame(rows)


def _level(row: list[Any]) -> Level:
    trait, category, low, high = row[:4]
    if category:
        return Level(trait, category=category)
    return Level(trait, low=-math.inf if low is None else low, high=math.inf if high is None else high)


def _kept(limit: float) -> float | None:
    return limit if math.isfinite(limit) else None
