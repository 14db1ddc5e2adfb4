import math

import numpy as np
import pandas as pd
import pytest
from numpy.random import default_rng

from engine.segments.rules import Bound, Rule, groups_by_rules, learned_rules, read_rules, written_rules


def traits(size: int = 600) -> pd.DataFrame:
    rng = default_rng(3)
    return pd.DataFrame(
        {
            "current_value": rng.gamma(1.0, 500.0, size),
            "purchase_days_12m": rng.integers(0, 12, size).astype(float),
            "days_since_last_purchase": rng.integers(0, 700, size).astype(float),
        }
    )


def test_a_rule_holds_from_its_low_end_to_below_its_high_one() -> None:
    rule = Rule(1, (Bound("current_value", 100.0, 200.0), Bound("purchase_days_12m", low=2.0)))
    rows = pd.DataFrame(
        {
            "current_value": [100.0, 200.0, 150.0, math.nan, 99.9],
            "purchase_days_12m": [2.0, 2.0, 1.0, 5.0, 9.0],
        }
    )
    assert rule.holds(rows).tolist() == [True, False, False, False, False]


def test_rules_find_the_groups_that_were_made_by_rules_again() -> None:
    rows = traits()
    silent, worth = rows["days_since_last_purchase"] >= 365, rows["current_value"] >= 400
    groups = np.where(silent, 2, np.where(worth, 0, 1)).astype(np.int64)
    rules = learned_rules(rows, groups, seed=1)
    assert len(rules) == 3
    assert (groups_by_rules(rows, rules) == groups).mean() > 0.98
    thresholds = {
        limit
        for rule in rules
        for bound in rule.bounds
        for limit in (bound.low, bound.high)
        if math.isfinite(limit)
    }
    # two digits that a person can remember
    assert all(float(f"{limit:.2g}") == limit for limit in thresholds)


def test_exactly_one_rule_holds_for_everybody() -> None:
    rows = traits()
    groups = (rows["current_value"].rank(pct=True) * 3.999).astype(np.int64).to_numpy()
    rules = learned_rules(rows, groups, seed=1)
    held = sum(rule.holds(rows).astype(int) for rule in rules)
    assert (held == 1).all()


def test_whole_numbers_are_parted_between_whole_numbers() -> None:
    rows = traits()
    groups = (rows["purchase_days_12m"] >= 4).to_numpy().astype(np.int64)
    rules = learned_rules(rows, groups, seed=1)
    assert {bound.low for rule in rules for bound in rule.bounds} == {-math.inf, 4.0}
    assert (groups_by_rules(rows, rules) == groups).all()


def test_who_lacks_a_trait_is_in_no_group() -> None:
    rows = pd.DataFrame({"current_value": [10.0, math.nan]})
    rules = (Rule(0, (Bound("current_value", high=50.0),)), Rule(1, (Bound("current_value", low=50.0),)))
    assert groups_by_rules(rows, rules).tolist() == [0, -1]


def test_rules_are_read_as_they_were_written() -> None:
    rules = (
        Rule(0, (Bound("current_value", high=50.0),)),
        Rule(1, (Bound("current_value", 50.0, 90.0), Bound("age_weeks", low=52.0))),
    )
    read = read_rules(written_rules(rules, ("value_low-new", "often-value_high")))
    assert read == (("value_low-new", rules[0].bounds), ("often-value_high", rules[1].bounds))
    assert read[1][1][1].high == pytest.approx(math.inf)
