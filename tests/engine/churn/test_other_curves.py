"""Do curves of other models lie about the model's own, as far away as it is unsure?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine.churn.hazard import Outlook
from engine.churn.landmarks import Standing
from engine.churn.logistic_hazard import Coefficients, drawn_coefficients
from engine.churn.other_curves import MOST_CUSTOMERS, drawn_curves, other_curves


class Told:
    """A model whose other hazards are given."""

    def __init__(self, *hazards: float) -> None:
        self.hazards = hazards

    def other_hazards(self, standing: Standing, _: np.random.Generator) -> tuple[list[Any], float]:
        return [np.full((len(standing.entry_month), 36), one) for one in self.hazards], 1.0


def standing(size: int) -> tuple[Standing, pd.Index]:
    ids = pd.Index([f"C{number}" for number in range(size)])
    return Standing(pd.DataFrame(index=ids), np.ones(size, dtype=np.int64), np.full(size, np.nan)), ids


def test_curves_are_those_of_the_hazards_by_hand() -> None:
    found = other_curves(Told(0.1, 0.2), *standing(3), 0.0, 1)
    assert found is not None
    assert found.survival.shape == (2, 3, 36)
    assert found.survival[:, 0, 1] == pytest.approx([0.81, 0.64])


def test_a_level_that_is_not_known_lies_on_both_sides() -> None:
    found = other_curves(Told(0.1, 0.1, 0.1, 0.1), *standing(1), 0.2, 1)
    assert found is not None
    logs = np.log(-np.log(found.survival[:, 0, 0]))
    assert logs.mean() == pytest.approx(np.log(-np.log(0.9)))
    assert 0.05 < logs.std() < 0.5


def test_of_many_customers_every_so_many_th_is_looked_at() -> None:
    found = other_curves(Told(0.1, 0.1), *standing(MOST_CUSTOMERS * 2 + 1), 0.0, 1)
    assert found is not None
    assert list(found.customer_ids[:2]) == ["C0", "C3"]


def test_a_model_without_intervals_has_none() -> None:
    assert other_curves(Told(), *standing(3), 0.0, 1) is None


def test_the_chance_of_another_learner_spreads_as_its_refits_do_by_hand() -> None:
    """Two refits say once and twice the cumulative hazard of what is said, 10 % a month."""
    said = Outlook(np.full((3, 36), 0.1), np.full(3, 0.2), np.full(3, 0.2), np.array([[1.0] * 3, [2.0] * 3]))
    found = drawn_curves(said, standing(3)[1], 0.0, 1)
    assert found is not None
    assert found.survival[:, 0, 1] == pytest.approx([0.81, 0.6561])
    # Student's t of one degree of freedom over the normal's 1.96.
    assert found.wider == pytest.approx(12.706 / 1.96, rel=1e-4)
    assert (
        drawn_curves(Outlook(said.chance, said.relative_error, said.late_error), standing(3)[1], 0.0, 1)
        is None
    )


def test_coefficients_are_drawn_in_pairs_from_their_covariance() -> None:
    covariance = np.diag([0.04, 0.0, 1.0, 0.25])
    covariance[0, 2] = covariance[2, 0] = 0.1
    best = Coefficients(*(np.array([value]) for value in (1.0, 2.0, 3.0, 4.0)), covariance)
    drawn = np.array([one.vector for one in drawn_coefficients(best, 4_000, np.random.default_rng(1))])
    assert drawn.mean(axis=0) == pytest.approx(best.vector)
    assert np.cov(drawn.T) == pytest.approx(covariance, abs=0.04)
    unknown = Coefficients(*(np.ones(1) for _ in range(4)), np.full((4, 4), np.nan))
    assert drawn_coefficients(unknown, 10, np.random.default_rng(1)) == []
