import numpy as np
import pytest
from numpy.random import default_rng

from engine.segments.stability import adjusted_rand, best_jaccard, crossed, resampled_stability


def test_similarity_by_hand() -> None:
    one, other = np.array([0, 0, 0, 1, 1, 2]), np.array([1, 1, 0, 0, 0, 2])
    table = crossed(one, other)
    assert table.tolist() == [[1, 2, 0], [2, 0, 0], [0, 0, 1]]
    # group 0 shares 2 of its 3 with the other's group 1, which holds no more; group 1 its 2 of the other's 3
    assert best_jaccard(table) == pytest.approx([2 / 3, 2 / 3, 1.0])


def test_agreement_is_that_of_hubert_and_arabie() -> None:
    """scikit-learn's documented example of the adjusted Rand index, and its extremes."""
    assert adjusted_rand(crossed(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2]))) == pytest.approx(4 / 7)
    assert adjusted_rand(crossed(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))) == 1.0
    assert adjusted_rand(crossed(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))) == pytest.approx(-0.5)


def test_agreement_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import adjusted_rand_score

    rng = default_rng(5)
    one, other = rng.integers(0, 4, 300), rng.integers(0, 3, 300)
    other[:150] = np.minimum(one[:150], 2)
    assert adjusted_rand(crossed(one, other)) == pytest.approx(adjusted_rand_score(one, other))


def test_groups_that_come_again_are_stable_and_others_are_not() -> None:
    groups = np.repeat([0, 1, 2], 40)
    again = resampled_stability(groups, lambda _: (groups + 1) % 3, default_rng(1), 10)
    assert again.jaccard.tolist() == [1.0, 1.0, 1.0]
    assert again.agreement == 1.0
    assert again.is_stable

    drawn = default_rng(2)
    never = resampled_stability(groups, lambda _: drawn.integers(0, 3, 120), default_rng(1), 10)
    assert (never.jaccard < 0.5).all()
    assert abs(never.agreement) < 0.1
    assert not never.is_stable
