import numpy as np
import pandas as pd
import pytest

from engine.satisfaction.weighting import response_weights


def test_two_groups_by_hand() -> None:
    """Half of all are young, but 10 of 40 answers: young weigh .5/.25 = 2, old .5/.75 = 2/3."""
    everybody = pd.DataFrame({"age": ["young"] * 100 + ["old"] * 100})
    answered = pd.DataFrame({"age": ["young"] * 10 + ["old"] * 30})
    found = response_weights(everybody, answered)
    assert found.values[:10] == pytest.approx([2.0] * 10)
    assert found.values[10:] == pytest.approx([2 / 3] * 30)
    assert found.effective == pytest.approx(40**2 / (10 * 4 + 30 * 4 / 9))


def test_both_margins_are_met() -> None:
    rng = np.random.default_rng(1)
    everybody = pd.DataFrame({"a": rng.choice(["x", "y"], 4000), "b": rng.choice(["p", "q", "r"], 4000)})
    answered = everybody.sample(400, random_state=2, weights=np.where(everybody["a"] == "x", 3.0, 1.0))
    found = response_weights(everybody, answered)
    for name in "ab":
        met = pd.Series(found.values).groupby(answered[name].to_numpy()).sum() / found.values.sum()
        assert met.to_dict() == pytest.approx(
            everybody[name].value_counts(normalize=True).to_dict(), abs=1e-6
        )


def test_a_group_that_hardly_answered_is_joined_with_the_next_in_number() -> None:
    """r (3 of 30 answers) goes with q (7): 60 of 100 customers, 10 of 30 answers, so 1.8; p .4 / (20/30).

    y (2 answers) could only go with x, which leaves nothing to weigh by.
    """
    everybody = pd.DataFrame({"a": ["x"] * 50 + ["y"] * 50, "b": ["p"] * 40 + ["q"] * 40 + ["r"] * 20})
    answered = pd.DataFrame({"a": ["x"] * 28 + ["y"] * 2, "b": ["p"] * 20 + ["q"] * 7 + ["r"] * 3})
    found = response_weights(everybody, answered)
    assert (found.used, found.left_out) == (("b",), ("a",))
    assert found.values == pytest.approx([0.6] * 20 + [1.8] * 10)
