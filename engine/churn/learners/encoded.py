"""What do the learners make of the columns that first have to become numbers: logistic, network, boosting?"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.boosted_hazard import Coded
from engine.churn.encoding import Encoder, Matrix
from engine.churn.learners.sample import Sample

Floats = NDArray[np.float64]

_RIDGES = (3.0, 30.0, 300.0)
_FEWEST_ASIDE = 20
_NEURONS, _PASSES, _DECAY = 12, 40, 0.1
_TREES, _LEAVES, _RATE, _SMALLEST_LEAF = 80, 10, 0.07, 60


@dataclass(frozen=True)
class EncodedLearner:
    """A learner of scikit-learn with what turns columns into its numbers."""

    encoder: Encoder | Coded
    learner: Any

    def probability(self, features: pd.DataFrame) -> Floats:
        """Return the chance to leave of each row."""
        found: Floats = self.learner.predict_proba(self.encoder.matrix(features))[:, 1]
        return found.astype(np.float64)


def logistic(sample: Sample) -> EncodedLearner:
    """Return a logistic regression drawn to nothing by a ridge (Hoerl & Kennard 1970, Technometrics 12).

    The ridge is the one under which every fourth row is likeliest when the others were learned from.
    """
    encoder = Encoder.learned(sample.features)
    matrix = encoder.matrix(sample.features)
    aside = np.arange(len(sample)) % 4 == 3
    if min(sample.churned[aside].sum(), (~sample.churned[aside]).sum()) < _FEWEST_ASIDE:
        return EncodedLearner(encoder, _ridge_fit(matrix, sample.churned, _RIDGES[1]))
    found = {
        ridge: _likelihood(
            _ridge_fit(matrix[~aside], sample.churned[~aside], ridge), matrix[aside], sample.churned[aside]
        )
        for ridge in _RIDGES
    }
    best = max(found, key=lambda ridge: found[ridge])
    return EncodedLearner(encoder, _ridge_fit(matrix, sample.churned, best))


def _ridge_fit(matrix: Matrix, churned: NDArray[np.bool_], ridge: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0 / ridge, solver="newton-cholesky", max_iter=200).fit(matrix, churned)


def _likelihood(learner: Any, matrix: Matrix, churned: NDArray[np.bool_]) -> float:
    logs = learner.predict_log_proba(matrix)
    return float(np.where(churned, logs[:, 1], logs[:, 0]).sum())


def network(sample: Sample, seed: int) -> EncodedLearner:
    """Return a network of one layer of 12, stopped when a tenth kept aside gets no better."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    encoder = Encoder.learned(sample.features)
    learner = MLPClassifier(
        hidden_layer_sizes=(_NEURONS,),
        alpha=_DECAY,
        learning_rate_init=0.003,
        batch_size=256,
        max_iter=_PASSES,
        early_stopping=True,
        n_iter_no_change=5,
        random_state=seed,
    )
    with warnings.catch_warnings():
        # To stop before it has converged is what keeps it from learning by heart.
        warnings.simplefilter("ignore", ConvergenceWarning)
        learner.fit(encoder.matrix(sample.features), sample.churned)
    return EncodedLearner(encoder, learner)


def boosting(sample: Sample, seed: int) -> EncodedLearner:
    """Return boosted trees (Friedman 2001, Annals of Statistics 29), 80 of at most ten leaves."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    # A column of which nothing is known can't be cut.
    coded = Coded.learned(sample.features, list(Encoder.learned(sample.features).columns))
    learner = HistGradientBoostingClassifier(
        max_iter=_TREES,
        learning_rate=_RATE,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=_SMALLEST_LEAF,
        early_stopping=False,
        random_state=seed,
    )
    return EncodedLearner(coded, learner.fit(coded.matrix(sample.features), sample.churned))
