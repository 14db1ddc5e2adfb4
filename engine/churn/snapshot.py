"""Who leaves, where all that is known is one table of one day: a row a customer, and whether they left?

Without any past to look back at, customers are split instead of time: rows alike in every column are one
customer and stand on one side. Nothing says here that the columns were known before the leaving; the
guard against leaks has to be the stricter: a model that ranks better than AUC .9 is taken for leaked.
Nobody is told a chance by a model that had seen whether they had left.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.cards import Suspect
from engine.churn.accuracy import Accuracy, accuracy
from engine.churn.comparison import Comparison, compare
from engine.churn.hazard import Banded, DiscreteTimeHazard, Learner
from engine.churn.landmarks import Episodes, Standing
from engine.churn.leakage import guarded, repeated_customers, strengths
from engine.churn.learners.sample import MOST_BEFORE, MOST_LATER, Sample
from engine.churn.scores import recalibration
from engine.errors import NotEnoughDataError
from engine.formulas import Formula

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LIKENESS = Formula(
    name="likeness_to_leavers",
    latex=r"p_i = \frac{1}{1 + e^{-(a + x_i^\top \beta^{(-i)})}}, \quad"
    r" \beta^{(-i)}: \text{learned from the four fifths of the table without } i",
    origin="estimated",
)

TOO_GOOD = 0.90
MODEL_TOO_GOOD = "model_too_good"
HELD_OUT_SHARE = 0.3

_RIDGES = (3.0, 10.0, 30.0, 100.0, 300.0)
_FOLDS = 4
_SCORED_FOLDS = 5
_ASKED_FOR_RIDGE = 20_000


@dataclass(frozen=True)
class Snapshot:
    """A model of one table, fitted on all of it; ``held_out`` is how it did on customers it didn't know.

    ``repeated`` counts the rows that repeat another customer in every column; ``learned_from`` says from
    which rows those held out were foretold. ``line`` are intercept and slope of the logit of those held
    out, by which the model is set right where it was off beyond chance: (0, 1) where it wasn't.
    """

    model: DiscreteTimeHazard
    held_out: Accuracy
    suspects: tuple[Suspect, ...]
    used: tuple[str, ...]
    ridge: float
    repeated: int
    learned_from: Flags
    line: tuple[float, float] = (0.0, 1.0)

    @property
    def is_corrected(self) -> bool:
        """Return whether the model was off on customers it didn't know, and is set right."""
        return self.line != (0.0, 1.0)

    @property
    def is_too_good(self) -> bool:
        """Return whether it still ranks better than an honest model is believed to."""
        return bool(self.held_out.figures) and self.held_out.figures["auc"].value > TOO_GOOD

    def churn_probability(self, features: pd.DataFrame) -> Floats:
        """Return the chance to be among those who left, for customers of such a table."""
        standing = _standing(features[list(self.used)])
        return self.model.churn_probability(standing, 1).value


def fit_snapshot(
    features: pd.DataFrame,
    churned: Flags,
    rng: np.random.Generator,
    trusted: tuple[str, ...] = (),
    learner: Learner = "logistic",
    kept_out: tuple[str, ...] = (),
) -> Snapshot:
    """Return the model of a table of one day, suspected columns kept out unless trusted.

    ``features`` has a row a customer and no id; numbers as float64, texts as they are. ``kept_out``
    names columns that are not used whatever is found.
    """
    group = repeated_customers(features)
    fold = rng.random(int(group.max()) + 1)[group]
    known = fold >= HELD_OUT_SHARE
    guard = guarded(features[known], churned[known], kept_out, trusted)
    found, used = list(guard.suspects), [name for name in features if name not in guard.kept_out]
    while True:
        own = features[used]
        ridge = _ridge(own[known], churned[known], fold[known]) if learner == "logistic" else 0.0
        model = DiscreteTimeHazard(learner, ridge=ridge, has_interval=False)
        model.fit(snapshot_episodes(own[known], churned[known]))
        probability = model.churn_probability(_standing(own[~known]), 1).value
        held_out = accuracy(probability, churned[~known])
        area = held_out.figures["auc"].value if held_out.figures else 0.5
        strongest = _strongest(own[known], churned[known], trusted)
        if area <= TOO_GOOD or strongest is None:
            break
        found.append(strongest)
        used.remove(strongest.column)
    model = DiscreteTimeHazard(learner, ridge=ridge, has_interval=False)
    line = line_of(held_out, probability, churned[~known])
    model.fit(snapshot_episodes(features[used], churned)).recalibrated(*line)
    repeated = len(group) - int(group.max()) - 1
    names = tuple(str(name) for name in used)
    return Snapshot(model, held_out, tuple(found), names, ridge, repeated, known, line)


def line_of(held_out: Accuracy, probability: Floats, churned: Flags) -> tuple[float, float]:
    """Return intercept and slope of the logit where the chances said were off beyond chance."""
    if not held_out.is_off:
        return 0.0, 1.0
    slope, intercept, _ = recalibration(probability, churned.astype(np.float64))
    return (intercept, slope) if slope > 0.0 else (0.0, 1.0)


def compared_on(found: Snapshot, features: pd.DataFrame, churned: Flags, seed: int) -> Comparison | None:
    """Return how all learners do on the customers held out; None with too few leavers among them.

    All learn from the same customers and the same columns. No money is at stake that is known.
    """
    own = features[list(found.used)].reset_index(drop=True)
    before, later = (
        _sample(own[rows], churned[rows], most)
        for rows, most in ((found.learned_from, MOST_BEFORE), (~found.learned_from, MOST_LATER))
    )
    try:
        return compare(before, later, seed)
    except NotEnoughDataError:
        return None


def _sample(features: pd.DataFrame, churned: Flags, at_most: int) -> Sample:
    step = max(1, -(-len(features) // at_most))
    taken = features.iloc[::step].reset_index(drop=True)
    return Sample(taken, churned[::step], np.zeros(len(taken)))


@dataclass(frozen=True)
class Scored:
    """The likeness of every customer to those who left (``LIKENESS``), told by who hadn't seen them.

    ``new_texts`` counts cells with a text that those who told had never seen. ``corrected`` is how the
    likeness does where it was set right, among those by whom the line of ``Snapshot`` wasn't learned.
    """

    chance: Banded
    new_texts: int
    corrected: Accuracy = field(default_factory=Accuracy)


def cross_fitted(found: Snapshot, features: pd.DataFrame, churned: Flags, rng: np.random.Generator) -> Scored:
    """Return every customer's likeness to leavers by a model of the other four fifths of the table.

    Columns and ridge are those of ``found``; rows alike in every column stand in one fifth.
    """
    own, group = features[list(found.used)], repeated_customers(features)
    fold = rng.integers(_SCORED_FOLDS, size=int(group.max()) + 1)[group]
    told, new = np.full((3, len(own)), np.nan), 0
    for out in range(_SCORED_FOLDS):
        others, mine = fold != out, fold == out
        model = DiscreteTimeHazard(found.model.learner, ridge=found.ridge)
        model.fit(snapshot_episodes(own[others], churned[others])).recalibrated(*found.line)
        one = model.churn_probability(_standing(own[mine]), 1)
        told[:, mine] = one.value, one.low, one.high
        new += sum(model.encoder_.new_texts(own[mine]).values())
    judged = found.learned_from if found.is_corrected else np.zeros(len(own), dtype=bool)
    return Scored(Banded(*told), new, accuracy(told[0, judged], churned[judged]))


def snapshot_episodes(features: pd.DataFrame, churned: Flags) -> Episodes:
    """Return a table of one day as episodes of one month: who is there, and who has left at its end."""
    size = len(churned)
    ones = np.ones(size, dtype=np.int64)
    return Episodes(_standing(features), np.arange(size), ones, ones, np.asarray(churned, dtype=bool))


def _standing(features: pd.DataFrame) -> Standing:
    size = len(features)
    return Standing(features, np.ones(size, dtype=np.int64), np.full(size, np.nan))


def _ridge(features: pd.DataFrame, churned: Flags, fold: Floats) -> float:
    """Return the ridge under which customers left out in turn are likeliest; of many, some are asked."""
    asked = fold <= np.sort(fold)[min(_ASKED_FOR_RIDGE, len(fold)) - 1]
    features, churned, fold = features[asked], churned[asked], fold[asked]
    part = np.searchsorted(np.quantile(fold, np.arange(1, _FOLDS) / _FOLDS), fold)
    loss = dict.fromkeys(_RIDGES, 0.0)
    for out in range(_FOLDS):
        model = DiscreteTimeHazard(has_interval=False, warm_start=True)
        for ridge in _RIDGES:
            model.ridge = ridge
            model.fit(snapshot_episodes(features[part != out], churned[part != out]))
            chance = model.hazards(_standing(features[part == out]), 1)[:, 0]
            chance = np.clip(chance, 1e-9, 1.0 - 1e-9)
            left = churned[part == out]
            loss[ridge] -= float(np.where(left, np.log(chance), np.log1p(-chance)).sum())
    return min(loss, key=lambda ridge: loss[ridge])


def _strongest(features: pd.DataFrame, churned: Flags, trusted: tuple[str, ...]) -> Suspect | None:
    """Return the column that alone ranks leavers best; None where it is one that the user vouches for."""
    found = strengths(features, churned)
    column = max(found, key=lambda name: found[name], default="")
    if not column or column in trusted:
        return None
    return Suspect(column, MODEL_TOO_GOOD, found[column], len(features))
