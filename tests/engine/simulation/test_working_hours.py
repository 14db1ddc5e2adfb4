import numpy as np
import pytest

from engine.simulation.working_hours import WorkingHours

OFFICE = WorkingHours(8.0, 5)


def test_openings_by_hand():
    # Monday morning, Monday afternoon, Monday night, Friday night, Saturday, next Monday.
    moments = np.array([0.0, 0.3, 0.5, 4.9, 5.2, 7.1])
    assert OFFICE.openings(moments) == pytest.approx([0.0, 0.3, 1.0, 7.0, 7.0, 7.1])


@pytest.mark.parametrize(
    ("start", "hours", "done"),
    [
        (0.0, 4.0, 4 / 24),  # within the day
        (0.25, 4.0, 1.0 + 2 / 24),  # 6:00 + 2 h, then 2 h on Tuesday
        (4.0, 16.0, 7.0 + 8 / 24),  # Friday and Monday
        (4.25, 3.0, 7.0 + 1 / 24),  # over the week-end
        (0.0, 40.0, 4.0 + 8 / 24),  # a whole week
        (0.5, 1.0, 1.0 + 1 / 24),  # begun at night: from the opening on
        (5.1, 1.0, 7.0 + 1 / 24),  # begun on Saturday
    ],
)
def test_work_goes_on_at_the_next_opening(start, hours, done):
    assert OFFICE.done_by(start, hours) == pytest.approx(done, abs=1e-9)


def test_always_open_is_plain_addition():
    around_the_clock = WorkingHours(24.0, 7)
    assert around_the_clock.done_by(5.9, 10.0) == 5.9 + 10.0 / 24.0
    assert around_the_clock.openings(np.array([6.99])).tolist() == [6.99]


def test_later_start_is_never_done_earlier():
    starts = np.sort(np.random.default_rng(1).uniform(0, 30, 500))
    done = [OFFICE.done_by(float(OFFICE.openings(np.array([start]))[0]), 3.0) for start in starts]
    assert (np.diff(done) >= -1e-9).all()


def test_hours_per_month_by_hand():
    assert OFFICE.hours_per_month == pytest.approx(40 * 365.25 / 12 / 7)
