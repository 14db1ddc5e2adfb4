import numpy as np
import pandas as pd
import pytest

from engine.churn.rule import ChurnRule, churn_rule, churn_states


def lengths(rows: list[tuple[int, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["gap_days", "gap_count", "gaps"])


def customers(rows: list[tuple[float, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["gap_count", "days_since_last_purchase"])


def test_the_rule_by_hand() -> None:
    """100 customers with one gap each: 60 of 10 days, 30 of 20, 10 of 90; all silent for 5 days now.

    Everyone weighs one half a gap. On day 5 the 100 open halves leave (no return by then), so of
    those at risk 60, 30 and 10 of 100 return: 0.60, 0.90, 1.00. 90 % is reached on day 20.
    """
    closed = lengths([(10, 1, 60), (20, 1, 30), (90, 1, 10)])
    rule = churn_rule(closed, customers([(1.0, 5.0)] * 100), None)
    assert (rule.days, rule.origin, rule.closed_gaps) == (20.0, "estimated", 100)


def test_silences_of_today_are_not_taken_for_the_end() -> None:
    """The same gaps, but half of the customers have been silent for 15 days: less is known of later.

    At risk on day 10: closed halves 100 × ½ and the 50 open ones × ½ that lasted longer = 75.
    F(10) = 30/75 = 0.40. On day 20 only closed gaps are left: 40 × ½ = 20, of which 15 return:
    F(20) = 1 − 0.6 × 0.25 = 0.85; F(90) = 1. The 90 % are reached on day 90.
    """
    closed = lengths([(10, 1, 60), (20, 1, 30), (90, 1, 10)])
    rule = churn_rule(closed, customers([(1.0, 5.0)] * 50 + [(1.0, 15.0)] * 50), None)
    assert rule.days == 90.0


def test_every_customer_weighs_the_same() -> None:
    """One customer with 1,000 gaps of a day doesn't set the rule for 100 who come monthly."""
    closed = lengths([(1, 1_000, 1_000), (30, 1, 100)])
    rule = churn_rule(closed, customers([(1_000.0, 0.0)] + [(1.0, 0.0)] * 100), None)
    assert rule.days == 30.0


def test_a_typed_rule_holds_even_without_gaps() -> None:
    rule = churn_rule(lengths([]), customers([]), 180)
    assert (rule.days, rule.origin) == (180.0, "typed")


def test_few_gaps_make_no_rule() -> None:
    rule = churn_rule(lengths([(10, 1, 99)]), customers([(1.0, 5.0)] * 99), None)
    assert np.isnan(rule.days)
    assert (rule.origin, rule.closed_gaps) == ("undefined", 99)


def test_states_by_hand() -> None:
    days = pd.Series([10.0, 100.0, 101.0, np.nan, 10.0])
    warned = np.array([False, True, True, False, True])
    found = churn_states(days, warned, ChurnRule(100.0, "typed", 0))
    assert found.tolist() == ["staying", "leaning", "left", None, "leaning"]


def test_without_a_rule_no_state_is_claimed() -> None:
    found = churn_states(
        pd.Series([10.0, 9_999.0]), np.array([True, False]), ChurnRule(np.nan, "undefined", 3)
    )
    assert found.tolist() == [None, None]


@pytest.mark.parametrize("warned", [True, False])
def test_law_longer_silence_never_brings_a_customer_back(warned: bool) -> None:
    order = {"staying": 0, "leaning": 1, "left": 2}
    found = churn_states(pd.Series(np.arange(400.0)), np.full(400, warned), ChurnRule(90.0, "estimated", 500))
    ranks = [order[state] for state in found]
    assert ranks == sorted(ranks)
