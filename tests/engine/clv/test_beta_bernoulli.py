from pathlib import Path

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from engine.clv import BetaGeoBetaBinomial
from tests.engine.clv.clv_data import donations

EVEN = {"alpha": 1.0, "beta": 1.0, "gamma": 1.0, "delta": 1.0}


def test_by_hand() -> None:
    # All four 1, one occasion, not used: L = 1/2 · 1/2 (there, missed) + 1/2 (gone) = 3/4;
    # there at the next: 1/2 · 1/3, so P(alive) = 2/9
    model = BetaGeoBetaBinomial().with_parameters(**EVEN)
    assert model.alive_probability(0, 0, 1) == pytest.approx([2 / 9])
    # Then it is used with chance 1/3, as one was missed
    assert model.expected_purchases(1, 0, 0, 1) == pytest.approx([2 / 27])
    # Horizons of their own; at the second to come they are there with 1/2 · 1/4 over 3/4 = 1/6
    assert model.expected_purchases([0, 1, 2], 0, 0, 1) == pytest.approx([0.0, 2 / 27, 2 / 27 + 1 / 18])
    # A new customer is there at the first with 1/2, at both with 1/3, and uses half of them
    assert model.expected_purchases_new_customer([0, 1, 2]) == pytest.approx([0.0, 1 / 4, 5 / 12])


def test_law_expectations_of_all_histories_add_up_to_that_of_a_new_customer() -> None:
    model = BetaGeoBetaBinomial().with_parameters(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8)
    histories = [(sum(h), max((i + 1 for i, u in enumerate(h) if u), default=0)) for h in np.ndindex(2, 2, 2)]
    x, t = (np.array(part, float) for part in zip(*histories, strict=True))
    # The chance of each history follows from the model's likelihood of its row
    from engine.clv.beta_bernoulli import _log_likelihood
    from engine.clv.histories import Histories

    chance = np.exp(_log_likelihood(Histories.of(x, t, 3.0), model.parameters))
    assert chance.sum() == pytest.approx(1.0)
    more = model.expected_purchases_new_customer([3, 5])
    assert chance @ model.expected_purchases(2, x, t, 3.0) == pytest.approx(more[1] - more[0])


def test_published_donations(datasets: Path) -> None:
    """Fader, Hardie & Shang (2010), table 3 and figures 6-7."""
    x, t, n, donors = donations(datasets)
    model = BetaGeoBetaBinomial().fit(x, t, n, donors)
    assert donors.sum() == 11_104
    assert model.log_likelihood_ == pytest.approx(-33225.58, abs=0.01)
    published = {"alpha": 1.2035, "beta": 0.7497, "gamma": 0.6568, "delta": 2.7838}
    assert dict(model.params_) == pytest.approx(published, rel=0.005)
    assert donors @ model.expected_purchases(5, x, t, n) == pytest.approx(12_884.2, rel=0.001)
    assert model.alive_probability([0, 2, 6], [0, 4, 6], 6) == pytest.approx([0.11, 0.59, 0.93], abs=0.005)


def test_an_unfitted_model_says_so() -> None:
    with pytest.raises(NotFittedError, match=r"^error\.model_not_fitted$"):
        BetaGeoBetaBinomial().alive_probability(1, 1, 6)
