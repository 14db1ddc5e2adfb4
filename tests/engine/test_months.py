import datetime as dt

import pytest

from engine.months import months_before, whole_months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2025, 6, 15), 12, dt.date(2024, 6, 15)),
        (dt.date(2025, 3, 30), 1, dt.date(2025, 2, 28)),
        (dt.date(2025, 2, 28), 12, dt.date(2024, 2, 29)),  # end of month stays end of month
        (dt.date(1998, 6, 30), 18, dt.date(1996, 12, 31)),
        (dt.date(2025, 1, 15), 1, dt.date(2024, 12, 15)),
        (dt.date(2025, 1, 15), 0, dt.date(2025, 1, 15)),
    ],
)
def test_goes_back_by_calendar_months(day: dt.date, months: int, expected: dt.date) -> None:
    assert months_before(day, months) == expected


def test_counts_only_whole_months() -> None:
    assert whole_months(dt.date(1997, 1, 1), dt.date(1998, 6, 30)) == 18
    assert whole_months(dt.date(2010, 12, 1), dt.date(2011, 12, 9)) == 12
    assert whole_months(dt.date(2025, 1, 1), dt.date(2025, 1, 30)) == 0
    assert whole_months(dt.date(2025, 1, 1), dt.date(2025, 1, 31)) == 1
    assert whole_months(dt.date(2025, 5, 5), dt.date(2025, 5, 5)) == 0


def test_law_two_halves_make_the_whole_and_no_day_is_lost_or_counted_twice() -> None:
    for offset in range(800):
        day = dt.date(2023, 1, 1) + dt.timedelta(days=offset)
        year, two_years = months_before(day, 12), months_before(day, 24)
        assert two_years < year < day
        assert (day - year).days in (365, 366)
