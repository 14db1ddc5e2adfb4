import numpy as np
import pytest

from engine.simulation.lives import Lives

ONE = np.array([True])


def lives_with(threshold):
    return Lives(np.array([threshold]), ONE)


def months_until_left(lives, hazard, months=60):
    for month in range(months):
        lives.open_month(month, np.array([hazard]), 0.0)
        if len(lives.close_month()):
            return month
    return None


def test_leaving_is_when_the_sum_of_hazards_reaches_the_threshold():
    assert months_until_left(lives_with(0.35), 0.1) == 3  # 0.1, 0.2, 0.3, then 0.4
    assert months_until_left(lives_with(0.05), 0.1) == 0


def test_a_measure_scales_the_hazard_from_its_moment_on():
    # Half of month 0 at 0.2, then a tenth of it for 2.5 months, then 0.2 again.
    lives = lives_with(10.0)
    lives.open_month(0, np.array([0.2]), 0.0)
    lives.scale(lives.offers, 0, 0.1, 2.0, 0.5)
    lives.close_month()
    used = [0.1 + 0.01]
    for month in range(1, 4):
        lives.open_month(month, np.array([0.2]), 0.0)
        used.append(float(lives.rate[0]))
        lives.close_month()
    # It ends half way through month 2: 0.5 x 0.02 + 0.5 x 0.2.
    assert used == pytest.approx([0.11, 0.02, 0.11, 0.2])
    assert lives.residual[0] == pytest.approx(10.0 - sum(used))


def test_who_would_have_left_later_in_the_month_is_saved_and_who_had_left_is_not():
    lives = Lives(np.array([0.15, 0.05]), np.array([True, True]))
    lives.open_month(0, np.array([0.2, 0.2]), 0.0)
    assert not lives.has_left(0, 0.5)
    assert lives.has_left(1, 0.5)
    lives.scale(lives.offers, 0, 0.1, 6.0, 0.5)
    assert lives.close_month().tolist() == [1]


def test_one_by_one_and_all_at_once_are_the_same():
    rng = np.random.default_rng(1)
    hazard, thresholds, elapsed = rng.uniform(0, 0.5, 50), rng.exponential(1, 50), rng.uniform(0, 1, 50)
    single, whole = (Lives(thresholds, np.ones(50, bool)) for _ in range(2))
    rows = np.flatnonzero(thresholds > 0.5)
    for lives in (single, whole):
        lives.open_month(0, hazard, 0.02)
    for row in rows:
        single.scale(single.grievances, int(row), 1.7, 3.0, float(elapsed[row]))
    whole.scale_rows(whole.grievances, rows, np.full(len(rows), 1.7), 3.0, elapsed[rows])
    assert single.residual == pytest.approx(whole.residual, abs=1e-15)
    assert single.close_month().tolist() == whole.close_month().tolist()


def test_talk_adds_to_everybody_and_never_makes_a_hazard_negative():
    lives = Lives(np.ones(2), np.array([True, True]))
    lives.open_month(0, np.array([0.01, 0.3]), -0.05)
    assert lives.rate.tolist() == pytest.approx([0.0, 0.25])


def test_who_left_stays_away_and_who_joins_later_begins_then():
    lives = Lives(np.array([0.1, 0.5]), np.array([True, False]))
    lives.open_month(0, np.array([0.2, 0.2]), 0.0)
    assert lives.close_month().tolist() == [0]
    lives.join(np.array([1]))
    lives.open_month(1, np.array([0.2, 0.2]), 0.0)
    assert lives.rate.tolist() == [0.0, 0.2]
    assert lives.close_month().tolist() == []
    assert lives.left_month.tolist() == [0, np.iinfo(np.int16).max]
