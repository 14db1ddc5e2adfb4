import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from dashboard.i18n.texts import Texts
from engine.clv import BetaDiscreteWeibull, ShiftedBetaGeometric
from engine.errors import ContractBrokenError, SettingOutOfRangeError

# Fader & Hardie (2007), table 1: of 1,000 customers, years 0-7
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]


@pytest.fixture(scope="module")
def high_end() -> ShiftedBetaGeometric:
    return ShiftedBetaGeometric().fit(HIGH_END)


@pytest.fixture(scope="module")
def regular() -> ShiftedBetaGeometric:
    return ShiftedBetaGeometric().fit(REGULAR)


def test_retention_by_hand() -> None:
    # alpha = beta = 1: S(t) = 1 / (t + 1), r_t = t / (t + 1)
    model = ShiftedBetaGeometric().with_parameters(alpha=1.0, beta=1.0)
    assert model.survival([0, 1, 2, 3]) == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])
    assert model.retention_rate([1, 2, 3]) == pytest.approx([1 / 2, 2 / 3, 3 / 4])
    # At 100 %: 1/2 + 1/3 / 2 + 1/4 / 4 + ..., the series of 4 (ln 2 - 1/2)
    residual = model.discounted_expected_residual_lifetime(1, 1.0)
    assert residual == pytest.approx([4 * (np.log(2) - 1 / 2)])
    # c = 1 is the same, c = 2 looks at t squared
    weibull = BetaDiscreteWeibull().with_parameters(alpha=1.0, beta=1.0, c=2.0)
    assert weibull.survival([0, 1, 2, 3]) == pytest.approx([1, 1 / 2, 1 / 5, 1 / 10])


def test_published_parameters(high_end: ShiftedBetaGeometric, regular: ShiftedBetaGeometric) -> None:
    """Fader & Hardie (2007); .688 for Regular, as found in one test suite, isn't the maximum."""
    assert dict(high_end.params_) == pytest.approx({"alpha": 0.668, "beta": 3.806}, abs=5e-4)
    assert high_end.log_likelihood_ == pytest.approx(-1611.158, abs=0.01)
    assert dict(regular.params_) == pytest.approx({"alpha": 0.704, "beta": 1.182}, abs=5e-4)
    assert regular.log_likelihood_ == pytest.approx(-1680.265, abs=0.01)
    lower = regular.log_likelihood_
    assert -1680.4 < lower < -1680.2


def test_published_survival_and_retention(
    high_end: ShiftedBetaGeometric, regular: ShiftedBetaGeometric
) -> None:
    """Fader & Hardie (2007): S(8 … 12) and r(1 … 5)."""
    years, first = np.arange(8, 13), np.arange(1, 6)
    assert high_end.survival(years) == pytest.approx([0.460, 0.436, 0.414, 0.395, 0.378], abs=6e-4)
    assert regular.survival(years) == pytest.approx([0.220, 0.204, 0.191, 0.180, 0.170], abs=6e-4)
    assert high_end.retention_rate(first) == pytest.approx([0.8507, 0.8780, 0.8968, 0.9106, 0.9212], rel=1e-3)
    assert regular.retention_rate(first) == pytest.approx([0.6267, 0.7560, 0.8188, 0.8559, 0.8804], rel=1e-3)


@pytest.mark.parametrize(
    ("alpha", "beta", "published"),
    [
        (0.668, 3.806, [5.4149, 5.9018, 6.2943, 6.6203, 6.8971]),
        (0.704, 1.182, [2.9647, 4.1035, 4.8701, 5.4424, 5.8944]),
        (3.80, 15.20, [3.3098, 3.4510, 3.5865, 3.7168, 3.8421]),
        (0.067, 0.267, [7.6708, 9.4553, 9.8508, 10.0562, 10.1886]),
    ],
)
def test_published_residual_lifetime(alpha: float, beta: float, published: list[float]) -> None:
    """Fader & Hardie (2010), Marketing Science 29(1), at 10 %."""
    model = ShiftedBetaGeometric().with_parameters(alpha=alpha, beta=beta)
    found = model.discounted_expected_residual_lifetime(np.arange(1, 6), 0.10)
    assert found == pytest.approx(published, rel=1e-3)


def test_law_retention_rises_and_residual_lifetime_with_it(high_end: ShiftedBetaGeometric) -> None:
    periods = np.arange(1, 40)
    assert (np.diff(high_end.retention_rate(periods)) > 0).all()
    assert (np.diff(high_end.discounted_expected_residual_lifetime(periods, 0.1)) > 0).all()
    far = np.arange(400)
    by_hand = high_end.survival(3 + far) / high_end.survival(2) @ 1.1**-far
    assert high_end.discounted_expected_residual_lifetime(3, 0.1) == pytest.approx([by_hand], rel=1e-9)


def test_the_weibull_variant_is_never_less_likely() -> None:
    for cohort in (HIGH_END, REGULAR):
        weibull = BetaDiscreteWeibull().fit(cohort)
        assert weibull.log_likelihood_ > ShiftedBetaGeometric().fit(cohort).log_likelihood_ - 1e-6
    assert list(weibull.params_) == ["alpha", "beta", "c"]


def test_cohorts_of_different_length_are_fitted_together(high_end: ShiftedBetaGeometric) -> None:
    short = [*HIGH_END[:5], np.nan, np.nan, np.nan]
    both = ShiftedBetaGeometric().fit([HIGH_END, short])
    assert dict(both.params_) == pytest.approx(dict(high_end.params_), rel=0.2)
    assert both.standard_errors_["beta"] < high_end.standard_errors_["beta"]


@pytest.mark.parametrize("wrong", [[100], [100, 90, 95], [100, -1], [[100, np.nan, 80]]])
def test_numbers_that_cannot_be_a_cohort(wrong: list[float]) -> None:
    with pytest.raises(ContractBrokenError) as caught:
        ShiftedBetaGeometric().fit(wrong)
    sentence = Texts("en")(caught.value.message_id, **caught.value.parameters)
    assert sentence.startswith("A cohort needs the number of customers at the start and after each period")


def test_a_lifetime_without_discounting_has_no_end(high_end: ShiftedBetaGeometric) -> None:
    with pytest.raises(SettingOutOfRangeError) as caught:
        high_end.discounted_expected_residual_lifetime(1, 0.0)
    assert caught.value.parameters["setting"] == "discount_rate"
    with pytest.raises(NotFittedError):
        BetaDiscreteWeibull().survival(1)
