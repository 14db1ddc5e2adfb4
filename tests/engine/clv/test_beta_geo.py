from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted

from dashboard.i18n.texts import Texts
from engine.clv import BetaGeoNBD, ModifiedBetaGeoNBD
from engine.clv.beta_geo_likelihood import curve, steady_curve
from engine.clv.histories import Histories
from engine.clv.maximum import numeric_curve
from engine.errors import ContractBrokenError
from tests.engine.clv.clv_data import apparel, cdnow_held_out, cdnow_histories
from tests.engine.clv.made_up import bought

# Fader, Hardie & Lee (2005), table 2, as fitted by BTYD and CLVTools
PAPER = {"r": 0.24259, "alpha": 4.41360, "a": 0.79292, "b": 2.42589}
ROUNDED = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}


def test_alive_probability_by_hand() -> None:
    # a = b = r = 1, alpha = 10; x = 1, t_x = 10, T = 30: the odds of having left are
    # a / (b + x - 1) (40 / 20)^2 = 4 (BG/NBD), a / (b + x) 4 = 2 (MBG/NBD)
    plain = {"r": 1.0, "alpha": 10.0, "a": 1.0, "b": 1.0}
    assert BetaGeoNBD().with_parameters(**plain).alive_probability(1, 10, 30) == pytest.approx([1 / 5])
    assert ModifiedBetaGeoNBD().with_parameters(**plain).alive_probability(1, 10, 30) == pytest.approx(
        [1 / 3]
    )
    # a one-time buyer: never leaves in the BG/NBD, odds 1 (40 / 10) in the MBG/NBD
    assert BetaGeoNBD().with_parameters(**plain).alive_probability(0, 0, 30) == pytest.approx([1.0], abs=0)
    assert ModifiedBetaGeoNBD().with_parameters(**plain).alive_probability(0, 0, 30) == pytest.approx([1 / 5])


def test_expected_purchases_of_a_new_customer_by_hand() -> None:
    # a = 1: E[X(t)] = b times the integral of r / (α + u) F; with r = 1, b = 1 that is
    # log(1 + t / α) for the BG/NBD (p uniform: E = integral of (1 - (1 + p t / α)^-1) / p dp)
    plain = BetaGeoNBD().with_parameters(r=1.0, alpha=10.0, a=1.0, b=1.0)
    assert plain.expected_purchases_new_customer([0.0, 10.0, 90.0]) == pytest.approx(
        [0.0, np.log(2.0), np.log(10.0)], rel=1e-12
    )


def test_law_longer_silence_never_raises_the_chance_of_being_alive() -> None:
    silence = np.linspace(0.0, 100.0, 200)
    for model in (BetaGeoNBD(), ModifiedBetaGeoNBD()):
        alive = model.with_parameters(**PAPER).alive_probability(3, 20.0, 20.0 + silence)
        assert (np.diff(alive) < 0).all()
        assert (alive > 0).all()


def test_law_probabilities_of_a_number_of_purchases_sum_to_one_and_give_the_mean() -> None:
    counts = np.arange(0.0, 400.0)
    for model in (BetaGeoNBD(), ModifiedBetaGeoNBD()):
        fitted = model.with_parameters(**PAPER)
        chances = fitted.purchases_probability(counts, 52.0)
        assert chances.sum() == pytest.approx(1.0, abs=1e-9)
        assert chances @ counts == pytest.approx(fitted.expected_purchases_new_customer(52.0)[0], rel=1e-6)


def test_law_a_purchase_expected_now_or_later_adds_up() -> None:
    # Nothing is lost where a passes 1, where the formula of the paper divides by zero
    around = [
        BetaGeoNBD().with_parameters(r=0.5, alpha=5.0, a=a, b=2.0).expected_purchases(30.0, 4, 20.0, 25.0)[0]
        for a in (1.0 - 1e-7, 1.0, 1.0 + 1e-7)
    ]
    assert around == pytest.approx([around[1]] * 3, rel=1e-6)


@pytest.mark.parametrize("late", [0.0, 1.0])
def test_derivatives_are_those_of_the_likelihood(late: float) -> None:
    rows = Histories.of([0, 3, 1, 12], [0, 20, 3.5, 30], [30, 25, 38, 31], [5, 1, 2, 1])
    point = np.log([0.4, 5.0, 0.8, 2.0])
    exact, nearly = curve(point, rows, late), numeric_curve(lambda at: curve(at, rows, late).value)(point)
    assert exact.gradient == pytest.approx(nearly.gradient, rel=1e-5)
    assert exact.hessian == pytest.approx(nearly.hessian, rel=1e-4, abs=1e-5)
    steady, roughly = (
        steady_curve(point[:2], rows),
        numeric_curve(lambda at: steady_curve(at, rows).value)(point[:2]),
    )
    assert steady.gradient == pytest.approx(roughly.gradient, rel=1e-5)
    assert steady.hessian == pytest.approx(roughly.hessian, rel=1e-4, abs=1e-5)


def test_weights_stand_for_customers_with_the_same_history() -> None:
    x, t, age = bought(ModifiedBetaGeoNBD().with_parameters(**PAPER), 400, np.random.default_rng(5))
    once = ModifiedBetaGeoNBD().fit(np.tile(x, 3), np.tile(t, 3), np.tile(age, 3))
    weighted = ModifiedBetaGeoNBD().fit(x, t, age, np.full(len(x), 3.0))
    assert weighted.log_likelihood_ == pytest.approx(once.log_likelihood_, abs=1e-6)
    assert dict(weighted.params_) == pytest.approx(dict(once.params_), rel=1e-4)


def test_published_cdnow_bg_nbd(datasets: Path) -> None:
    """Fader, Hardie & Lee (2005); CLVTools, BTYD, lifetimes."""
    rows = cdnow_histories(datasets)
    model = BetaGeoNBD().fit(*rows)
    assert model.log_likelihood_ == pytest.approx(-9582.429, abs=0.01)
    assert list(model.params_) == ["r", "alpha", "a", "b"]
    assert dict(model.params_) == pytest.approx(PAPER, rel=0.005)
    times = [0.1429, 1, 3, 31.8571, 32, 78, 52]
    published = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576, 1.444004]
    assert model.expected_purchases_new_customer(times) == pytest.approx(published, rel=0.001, abs=5e-5)
    assert model.expected_purchases(39, 2, 30.43, 38.86) == pytest.approx([1.226], rel=0.001)
    assert model.alive_probability(*rows).mean() == pytest.approx(0.81344, rel=0.001)
    assert (model.alive_probability(*rows)[rows[0] == 0] == 1.0).all()
    assert model.is_dropout_identified_
    assert model.dropout_.reason == "identified"


def test_published_predictions_of_btyd_given_a_history() -> None:
    """BTYD's test suite, BG/NBD on CDNOW: (26, 30.857, 31) and t_x = 20, T = 39; next 52 weeks."""
    model = BetaGeoNBD().with_parameters(**PAPER)
    assert model.alive_probability(26, 30.857, 31) == pytest.approx([0.9688523], rel=1e-5)
    found = model.expected_purchases(52, [26, 10, 15, 20, 25], [30.857, 20, 20, 20, 20], [31, 39, 39, 39, 39])
    published = [25.75659, 0.3474606, 0.04283391, 0.004158973, 0.0003583685]
    assert found == pytest.approx(published, rel=0.001)


def test_published_probabilities_of_btyd() -> None:
    """BTYD: P(X(2) = 10) = 1.07869e-07, P(X(39) = 0) = .5737864 with (.243, 4.414, .793, 2.426)."""
    model = BetaGeoNBD().with_parameters(**ROUNDED)
    assert model.purchases_probability(10, 2) == pytest.approx([1.07869e-07], rel=1e-5)
    assert model.purchases_probability(0, 39) == pytest.approx([0.5737864], rel=1e-6)


def test_published_cdnow_mbg_nbd(datasets: Path) -> None:
    """BTYDplus: r .525, alpha 6.183, a .891, b 1.614; one-time buyers are not alive for ever."""
    x, t, age = cdnow_histories(datasets)
    model = ModifiedBetaGeoNBD().fit(x, t, age)
    assert dict(model.params_) == pytest.approx(
        {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}, rel=0.005
    )
    alive = model.alive_probability(x, t, age)[x == 0]
    assert ((alive > 0.05) & (alive < 0.6)).all()


def test_published_cdnow_hold_out(datasets: Path) -> None:
    """Of the 39 weeks after: by repeat purchases 0 … 6, 7+ (n 1411 439 214 100 62 38 29 64)."""
    rows, actual = cdnow_held_out(datasets)
    model = BetaGeoNBD().fit(*rows)
    expected = model.expected_purchases(39.0, *rows)
    group = np.minimum(rows[0], 7).astype(int)
    n = np.bincount(group)
    assert n.tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    seen = [0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359]
    assert np.bincount(group, actual) / n == pytest.approx(seen, abs=6e-4)
    published = [0.2251, 0.5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.5040, 6.1570]
    assert np.bincount(group, expected) / n == pytest.approx(published, rel=0.001)
    assert actual.sum() == 1882
    assert expected.sum() == pytest.approx(1653.41, rel=0.001)
    assert np.abs(expected - actual).mean() == pytest.approx(0.7855, rel=0.001)


def test_published_apparel(datasets: Path) -> None:
    """CLVTools' apparel shop, 600 customers; 1,317 purchase days in the 207.14 weeks after."""
    rows, customers, bought = apparel(datasets)
    later = bought[bought["Date"] > "2006-12-31"].drop_duplicates(["Id", "Date"])
    assert (len(customers), later["Id"].isin(customers.index).sum()) == (600, 1317)
    model = BetaGeoNBD().fit(*rows)
    published = {"r": 0.60731, "alpha": 20.95676, "a": 1.27556, "b": 8.86095}
    assert dict(model.params_) == pytest.approx(published, rel=0.005)
    assert model.log_likelihood_ == pytest.approx(-5857.0197, abs=0.01)
    assert model.expected_purchases(207.14, *rows).sum() == pytest.approx(1414.05, rel=0.001)


@pytest.mark.parametrize("truth", [PAPER, {"r": 2.0, "alpha": 8.0, "a": 0.6, "b": 1.5}])
def test_the_fit_finds_the_truth_behind_made_up_customers(truth: dict[str, float]) -> None:
    rows = bought(ModifiedBetaGeoNBD().with_parameters(**truth), 20_000, np.random.default_rng(2))
    model = ModifiedBetaGeoNBD().fit(*rows)
    for name, value in truth.items():
        assert abs(model.params_[name] - value) < 4.0 * model.standard_errors_[name]
    assert model.is_dropout_identified_


def test_a_large_company_is_fitted_to_the_same_maximum() -> None:
    x, t, age = bought(ModifiedBetaGeoNBD().with_parameters(**PAPER), 70_000, np.random.default_rng(8))
    large = ModifiedBetaGeoNBD().fit(x, t, age)
    half = ModifiedBetaGeoNBD().fit(x[:35_000], t[:35_000], age[:35_000])
    rows = Histories.of(x, t, age)
    at = np.log(np.fromiter(large.params_.values(), float))
    here = curve(at, rows, 0.0)
    assert large.log_likelihood_ == pytest.approx(here.value, abs=0.01)
    # Nothing is left to gain: half of gradient' covariance gradient
    assert 0.5 * here.gradient @ large.covariance_ @ here.gradient < 1e-4
    assert dict(half.params_) == pytest.approx(dict(large.params_), rel=0.1)


def test_where_nobody_leaves_the_data_say_so() -> None:
    rng = np.random.default_rng(4)
    rate, age = rng.gamma(2.0, 1 / 10.0, 1_500), np.full(1_500, 60.0)
    number = rng.poisson(rate * age)
    # The last of so many times that are uniform in (0, T)
    last = np.where(number > 0, age * rng.random(1_500) ** (1 / np.maximum(number, 1)), 0.0)
    model = ModifiedBetaGeoNBD().fit(number, last, age)
    assert not model.is_dropout_identified_
    assert model.dropout_.reason == "no_leaving_seen"
    assert model.dropout_.gain < 5.99


def test_an_unfitted_model_says_so_and_scikit_learn_understands_it() -> None:
    with pytest.raises(NotFittedError, match=r"^error\.model_not_fitted$"):
        BetaGeoNBD().expected_purchases(10, 1, 2, 3)
    assert Texts("en")("error.model_not_fitted").startswith("A forecast needs a model that has learned")
    with pytest.raises(NotFittedError):
        check_is_fitted(clone(BetaGeoNBD()))
    fitted = BetaGeoNBD().with_parameters(**PAPER)
    check_is_fitted(fitted)
    assert clone(fitted).get_params() == {}
    assert repr(BetaGeoNBD()) == "BetaGeoNBD()"


def test_impossible_histories_are_counted() -> None:
    with pytest.raises(ContractBrokenError) as caught:
        BetaGeoNBD().fit([1, 0, 2.5, 1], [5, 3, 4, 9], [10, 10, 10, 8])
    assert caught.value.message_id == "error.histories_impossible"
    assert caught.value.parameters == {"count": 3, "rows": 4}
    sentence = Texts("en")(caught.value.message_id, **caught.value.parameters)
    assert "but 3 of 4 are otherwise" in sentence
