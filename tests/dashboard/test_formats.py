import datetime as dt
import math

import pytest

from dashboard.formats import UNDEFINED, Formats

ENGLISH, CHINESE = Formats("en", "EUR"), Formats("zh_CN", "CNY")


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        (12.3, "€12.30", "¥12.30"),
        (1234.5, "€1,234", "¥1,234"),
        (162_361, "€162K", "¥16.2万"),
        (999_999, "€1M", "¥100万"),
        (3_706_116, "€3.71M", "¥371万"),
        (-1_234_567, "-€1.23M", "-¥123万"),
        (math.nan, UNDEFINED, UNDEFINED),
    ],
)
def test_large_amounts_are_short_and_small_ones_exact(amount, english, chinese):
    assert ENGLISH.money(amount) == english
    assert CHINESE.money(amount) == chinese


def test_a_share_becomes_a_percentage_only_here():
    assert ENGLISH.percent(0.1234) == "12.3%"
    assert ENGLISH.signed_percent(0.05, 0) == "+5%"
    assert ENGLISH.signed_percent(-0.05, 0) == "-5%"
    assert ENGLISH.percent(math.nan) == UNDEFINED


def test_days_follow_the_language():
    assert ENGLISH.day(dt.date(2026, 1, 2)) == "Jan 2, 2026"
    assert CHINESE.day(dt.date(2026, 1, 2)) == "2026年1月2日"
    assert ENGLISH.day(None) == UNDEFINED
