from pathlib import Path

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from dashboard.i18n.texts import Texts
from engine.clv import ParetoNBD
from engine.clv.histories import Histories
from engine.clv.maximum import numeric_curve
from engine.clv.pareto_likelihood import Rates, curve, leaving_moments
from engine.errors import ContractBrokenError
from tests.engine.clv.clv_data import apparel, cdnow_held_out, cdnow_histories

# As fitted by CLVTools and BTYD
CDNOW = {"r": 0.5533, "alpha": 10.578, "s": 0.6062, "beta": 11.669}


def test_the_integral_over_moments_of_leaving_by_hand() -> None:
    # r + x = 1, s = 1, α = β = 10, t_x = 10, T = 30: 1 / (40 · 40) still there, and the integral
    # of 20⁻² … i.e. of (10 + y)⁻³ from 10 to 30: (1/20² - 1/40²) / 2
    rates = Rates(1.0, np.array([10.0]), 1.0, np.array([10.0]))
    rows = Histories(np.zeros(1), np.array([10.0]), np.array([30.0]), np.ones(1))
    found = np.exp(leaving_moments(rows, rates).log_total)
    assert found == pytest.approx([1 / 1600 + (1 / 400 - 1 / 1600) / 2], rel=1e-13)


@pytest.mark.parametrize(
    ("scales", "exact"),
    [
        # mpmath, 40 digits: log of the sum for r, alpha, s, beta, x, t_x, T
        ((0.5, 100.0, 0.3, 0.05, 3, 2.0, 150.0), -17.089317142426207),
        ((30.0, 400.0, 0.05, 900.0, 40, 80.0, 104.0), -435.91560893665012),
        ((0.02, 0.3, 9.0, 0.4, 1, 0.2, 300.0), 5.1790028538705249),
    ],
)
def test_the_integral_is_exact_far_from_the_ordinary(scales: tuple[float, ...], exact: float) -> None:
    r, alpha, s, beta, x, t, age = scales
    rows = Histories.of(x, t, age)
    found = leaving_moments(rows, Rates(r, np.array([alpha]), s, np.array([beta]))).log_total
    assert found == pytest.approx([exact], abs=1e-10)


def test_derivatives_are_those_of_the_likelihood() -> None:
    rows = Histories.of([0, 3, 1, 12], [0, 20, 3.5, 30], [30, 25, 38, 31], [5, 1, 2, 1])
    traits = -np.array([[0.0, 1.0], [1.0, 0.5], [0.2, 0.0], [1.0, 1.0]])
    designs = (np.hstack([np.ones((4, 1)), traits]), np.hstack([np.ones((4, 1)), traits[:, :1]]))
    point = np.array([-0.3, 2.0, -0.4, 2.3, 0.1, -0.2, 0.3])
    exact = curve(point, rows, designs)
    nearly = numeric_curve(lambda at: curve(at, rows, designs).value)(point)
    assert exact.gradient == pytest.approx(nearly.gradient, rel=1e-5, abs=1e-6)
    assert exact.hessian == pytest.approx(nearly.hessian, rel=1e-4, abs=1e-5)


def test_law_longer_silence_never_raises_the_chance_of_being_alive() -> None:
    alive = ParetoNBD().with_parameters(**CDNOW).alive_probability(3, 20.0, np.linspace(20.0, 200.0, 300))
    assert alive[0] == pytest.approx(1.0)
    assert (np.diff(alive) < 0).all()


def test_law_around_s_1_the_expectation_is_smooth() -> None:
    around = [
        ParetoNBD()
        .with_parameters(r=0.5, alpha=10.0, s=s, beta=12.0)
        .expected_purchases(30.0, 4, 20.0, 25.0)[0]
        for s in (1.0 - 1e-9, 1.0, 1.0 + 1e-9)
    ]
    assert around == pytest.approx([around[1]] * 3, rel=1e-8)


def test_published_expectations_of_btyd() -> None:
    """BTYD's manual, with its parameters (.55, 10.56, .61, 11.64); E[X(52)] on CDNOW."""
    manual = ParetoNBD().with_parameters(r=0.55, alpha=10.56, s=0.61, beta=11.64)
    published = [0.05077821, 0.09916088, 0.14542507, 0.18979930, 0.23247466]
    published += [0.27361274, 0.31335159, 0.35181024, 0.38909211]
    assert manual.expected_purchases_new_customer(np.arange(1, 10)) == pytest.approx(published, rel=1e-6)
    fitted = ParetoNBD().with_parameters(**CDNOW)
    assert fitted.expected_purchases_new_customer(52) == pytest.approx([1.473434], rel=0.001)


def test_published_predictions_of_btyd_given_a_history() -> None:
    """BTYD's test suite, Pareto/NBD on CDNOW: (26, 30.857, 31) and t_x = 20, T = 39; next 52 weeks."""
    model = ParetoNBD().with_parameters(**CDNOW)
    assert model.alive_probability(26, 30.857, 31) == pytest.approx([0.997874], rel=1e-5)
    found = model.expected_purchases(52, [26, 10, 15, 20, 25], [30.857, 20, 20, 20, 20], [31, 39, 39, 39, 39])
    published = [25.45647, 0.7062289, 0.1442396, 0.02250658, 0.00309267]
    assert found == pytest.approx(published, rel=0.001)


def test_published_stress_cases_stay_finite() -> None:
    """lifetimes and BTYD: histories where the hypergeometric functions overflow."""
    model = ParetoNBD().with_parameters(r=0.55, alpha=10.58, s=0.61, beta=11.67)
    found = model.expected_purchases(10, [132, 133], 200, 200)
    assert found == pytest.approx([6.20605, 6.25287], abs=6e-6)
    model = ParetoNBD().with_parameters(r=0.5143, alpha=2.8845, s=0.2856, beta=14.1087)
    rows = (
        np.array([221.0, 254, 161, 204]),
        np.array([103.42857, 97.14286, 94.71429, 98.57143]),
        np.array([103.57143, 97.28571, 98, 99.42857]),
    )
    assert np.isfinite(model.expected_purchases(52, *rows)).all()
    alive = model.alive_probability(*rows)
    assert ((alive > 0) & (alive <= 1)).all()
    fitted = ParetoNBD().fit(*rows)
    assert np.isfinite(fitted.log_likelihood_)


def test_published_cdnow(datasets: Path) -> None:
    """CLVTools, BTYD (standard errors .0476 .8427 .1873 6.2105)."""
    rows = cdnow_histories(datasets)
    model = ParetoNBD().fit(*rows)
    assert model.log_likelihood_ == pytest.approx(-9594.976, abs=0.01)
    assert dict(model.params_) == pytest.approx(CDNOW, rel=0.005)
    errors = {"r": 0.0476, "alpha": 0.8427, "s": 0.1873, "beta": 6.2105}
    assert dict(model.standard_errors_) == pytest.approx(errors, rel=0.005)
    assert model.alive_probability(*rows).mean() == pytest.approx(0.44628, rel=0.001)
    assert model.is_dropout_identified_


def test_published_cdnow_hold_out(datasets: Path) -> None:
    """Of the 39 weeks after: by repeat purchases 0 … 6, 7+; total 1,665.51, MAE .7545."""
    rows, actual = cdnow_held_out(datasets)
    expected = ParetoNBD().fit(*rows).expected_purchases(39.0, *rows)
    group = np.minimum(rows[0], 7).astype(int)
    published = [0.138, 0.600, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403]
    assert np.bincount(group, expected) / np.bincount(group) == pytest.approx(published, rel=0.001, abs=6e-4)
    assert expected.sum() == pytest.approx(1665.51, rel=0.001)
    assert np.abs(expected - actual).mean() == pytest.approx(0.7545, rel=0.001)


def test_published_apparel_without_and_with_covariates(datasets: Path) -> None:
    """CLVTools: Gender and Channel on both processes."""
    rows, covariates, _ = apparel(datasets)
    plain = ParetoNBD().fit(*rows)
    published = {"r": 1.44898, "alpha": 48.6361, "s": 0.56126, "beta": 46.8844}
    assert dict(plain.params_) == pytest.approx(published, rel=0.005)
    assert plain.log_likelihood_ == pytest.approx(-5848.098, abs=0.01)
    assert plain.expected_purchases(207.14, *rows).sum() == pytest.approx(1455.52, rel=0.001)
    model = ParetoNBD().fit(*rows, None, covariates, covariates)
    assert model.log_likelihood_ == pytest.approx(-5821.063, abs=0.01)
    published = {
        "r": 1.8378,
        "alpha": 92.9123,
        "s": 0.5920,
        "beta": 49.6227,
        "purchase_Gender": 0.2859,
        "purchase_Channel": 0.6241,
        "dropout_Gender": -0.6430,
        "dropout_Channel": 0.7907,
    }
    assert list(model.params_) == list(published)
    assert dict(model.params_) == pytest.approx(published, rel=0.005)
    slower = model.alive_probability(*rows, covariates, covariates)
    assert slower.shape == rows[0].shape


def test_covariates_must_be_there_for_every_customer() -> None:
    with pytest.raises(ContractBrokenError) as caught:
        ParetoNBD().fit([1, 2], [5, 6], [9, 9], None, [[1.0], [np.nan]])
    assert caught.value.message_id == "error.covariates_unfit"
    sentence = Texts("en")(caught.value.message_id, **caught.value.parameters)
    assert "must be there for each of them" in sentence
    with pytest.raises(NotFittedError):
        ParetoNBD().alive_probability(1, 2, 3)


def test_the_fit_finds_the_truth_behind_made_up_customers() -> None:
    rng, n = np.random.default_rng(6), 4_000
    truth = {"r": 0.8, "alpha": 8.0, "s": 0.7, "beta": 20.0, "purchase_1": 0.5, "dropout_1": -0.4}
    trait, age = (rng.random(n) < 0.5).astype(float), rng.uniform(20, 104, n)
    rate = rng.gamma(0.8, 1 / 8.0, n) * np.exp(0.5 * trait)
    leaves = rng.exponential(1.0, n) / (rng.gamma(0.7, 1 / 20.0, n) * np.exp(-0.4 * trait))
    seen = np.minimum(age, leaves)
    x = rng.poisson(rate * seen)
    t = np.where(x > 0, seen * rng.random(n) ** (1 / np.maximum(x, 1)), 0.0)
    model = ParetoNBD().fit(x, t, age, None, trait, trait)
    for name, value in truth.items():
        assert abs(model.params_[name] - value) < 4.0 * model.standard_errors_[name]
