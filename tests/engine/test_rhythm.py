import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import gamma

from engine.contracts import Tables
from engine.purchases import purchase_summary
from engine.rhythm import Gaps, Rhythm, fit_rhythm, log_likelihood, rhythm_columns
from engine.value.basis import history
from tests.engine.real_data import cdnow

RHYTHM = Rhythm(2.0, 3.0, 60.0, 1.0, 9.0)


def gaps(count: list[float], total: list[float], silence: list[float]) -> Gaps:
    columns = (np.array(values, dtype=float) for values in (count, total, total, silence))
    return Gaps(*columns)


def seen_gaps(rng: np.random.Generator, truth: Rhythm, customers: int, days: float) -> Gaps:
    """Customers as one day sees them: their gaps up to it and the silence since, leavers included."""
    rows = []
    for _ in range(customers):
        rate = rng.gamma(truth.rate_shape, 1 / truth.rate_scale_days)
        leaving = rng.beta(truth.leaving_a, truth.leaving_b)
        now, own = rng.uniform(0, 0.8 * days), []
        while rng.random() > leaving:
            gap = np.ceil(rng.gamma(truth.shape, 1 / rate))
            if now + gap > days:
                break
            now += gap
            own.append(gap)
        rows.append((len(own), sum(own), np.log(own).sum() if own else 0.0, days - now))
    return Gaps(*np.array(rows, dtype=float).T)


def test_silence_probability_by_hand() -> None:
    # k = 1, r = 1, alpha = 100 and no gaps: P(gap > t) = 100 / (100 + t)
    plain = Rhythm(1.0, 1.0, 100.0, 1.0, 1.0)
    assert plain.silence_probability(gaps([0], [0], [300])) == pytest.approx([0.25])
    # three gaps of 50 days in all: (150 / 200) to the power of 1 + 3
    assert plain.silence_probability(gaps([3], [50], [50])) == pytest.approx([0.75**4])


def test_the_limit_is_the_silence_of_that_probability() -> None:
    own = gaps([3, 8, 20], [90, 400, 1_000], [0, 0, 0])
    limit = RHYTHM.silence_days(own, 0.05)
    assert RHYTHM.silence_probability(own, limit) == pytest.approx([0.05] * 3)


def test_law_longer_silence_never_lowers_the_alarm() -> None:
    silence = np.arange(0.0, 2_000.0)
    own = gaps([4.0] * 2_000, [120.0] * 2_000, silence.tolist())
    found = rhythm_columns(own, RHYTHM, 0.05)
    assert (np.diff(found["silence_probability"].astype(float)) <= 0).all()
    assert (np.diff(found["rhythm_alarm"].astype(int)) >= 0).all()
    assert (found["rhythm_alarm"] == (found["silence_probability"] < 0.05)).all()


def test_law_who_buys_more_often_is_late_sooner() -> None:
    limit = RHYTHM.silence_days(gaps([5] * 3, [50, 200, 800], [0] * 3), 0.05)
    assert limit[0] < limit[1] < limit[2]


def test_with_fewer_than_three_own_gaps_there_is_no_probability_and_no_alarm() -> None:
    found = rhythm_columns(gaps([2, 0], [20, 0], [9_999, 9_999]), RHYTHM, 0.05)
    assert np.isnan(found["silence_probability"].astype(float)).all()
    assert np.isnan(found["gap_limit_days"].astype(float)).all()
    assert not found["rhythm_alarm"].any()


def test_a_company_with_few_gaps_has_no_rhythm() -> None:
    own = gaps([5] * 19, [100] * 19, [10] * 19)
    assert fit_rhythm(own) is None
    assert not rhythm_columns(own, None, 0.05)["rhythm_alarm"].any()


@pytest.mark.parametrize("leaving", [(0.02, 100.0), (1.0, 4.0)], ids=["nobody leaves", "many leave"])
@pytest.mark.parametrize("alarm_probability", [0.01, 0.05, 0.20])
def test_false_alarms_of_those_who_stay_are_as_rare_as_promised(
    leaving: tuple[float, float], alarm_probability: float
) -> None:
    """Fit on what one day sees, then see how often the next gap of others passes their limit."""
    rng = np.random.default_rng(7)
    truth = Rhythm(2.0, 3.0, 60.0, *leaving)
    fitted = fit_rhythm(seen_gaps(rng, truth, 3_000, 730.0))
    assert fitted is not None
    rate = rng.gamma(truth.rate_shape, 1 / truth.rate_scale_days, 40_000)
    drawn = np.ceil(gamma.rvs(truth.shape, scale=1 / rate[:, None], size=(40_000, 6), random_state=rng))
    own = Gaps(np.full(40_000, 5.0), drawn[:, :5].sum(axis=1), np.log(drawn[:, :5]).sum(axis=1), drawn[:, 5])
    false_alarms = rhythm_columns(own, fitted, alarm_probability)["rhythm_alarm"].mean()
    assert false_alarms == pytest.approx(alarm_probability, rel=0.15, abs=0.002)


def test_the_fit_finds_the_truth_behind_simulated_gaps() -> None:
    truth = Rhythm(2.0, 3.0, 60.0, 1.0, 4.0)
    fitted = fit_rhythm(seen_gaps(np.random.default_rng(3), truth, 4_000, 1_000.0))
    assert fitted is not None
    assert fitted.shape == pytest.approx(2.0, rel=0.10)
    assert fitted.rate_shape == pytest.approx(3.0, rel=0.15)
    assert fitted.rate_scale_days == pytest.approx(60.0, rel=0.20)
    assert fitted.leaving_a / (fitted.leaving_a + fitted.leaving_b) == pytest.approx(0.2, rel=0.10)


def cdnow_gaps(datasets: Path) -> Gaps:
    tables, as_of = Tables.from_frames(cdnow(datasets)), dt.date(1997, 9, 30)
    found = tables.execute(purchase_summary(tables.transactions, as_of, history(tables, as_of, None)))
    silence = (pd.Timestamp(as_of) - found["last_purchase_day"]).dt.days
    numbers = found[["gap_count", "gap_sum", "gap_log_sum"]].astype("float64").fillna(0.0)
    return Gaps.of(numbers.assign(days_since_last_purchase=silence))


def test_published_with_k_1_it_is_the_mbg_nbd_of_cdnow(datasets: Path) -> None:
    """BTYDplus, MBG/NBD on the CDNOW sample, in weeks: r .525, alpha 6.183, a .891, b 1.614."""
    own = cdnow_gaps(datasets)

    def loss(logs: np.ndarray) -> float:
        return -float(log_likelihood(Rhythm(1.0, *np.exp(logs)), own).sum())

    r, alpha, a, b = np.exp(minimize(loss, np.log([1.0, 50.0, 1.0, 1.0]), method="L-BFGS-B").x)
    assert (r, alpha / 7, a, b) == pytest.approx((0.525, 6.183, 0.891, 1.614), rel=0.001)
    fitted = fit_rhythm(own)
    assert fitted is not None
    assert log_likelihood(fitted, own).sum() >= log_likelihood(Rhythm(1.0, r, alpha, a, b), own).sum()
