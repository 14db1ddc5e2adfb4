import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.churn.record import Record, Warnings, by_probability, by_tier, left_on, over_time, record
from engine.contracts import Relations, relation_frame

JUNE = dt.date(2025, 6, 30)


def warned(rows: list[tuple[str, str, float]], as_of: dt.date = JUNE) -> Warnings:
    customers = pd.DataFrame(rows, columns=["customer_id", "churn_state", "churn_probability"])
    tiers = ["gold", "iron"] * len(rows)
    worth = {"lifetime_value": 100.0, "expected_gain": 5.0, "value_tier": tiers[: len(rows)]}
    return Warnings(as_of, 6, customers.assign(**worth))


def gone(**days: str) -> pd.Series:
    return pd.Series(
        pd.to_datetime(list(days.values())), index=list(days), name="left_on", dtype="datetime64[s]"
    )


FOUR = warned([("a", "leaning", 0.4), ("b", "staying", 0.02), ("c", "staying", 0.02), ("d", "left", np.nan)])


def judged(known_to: dt.date = dt.date(2026, 1, 31), **days: str) -> Record:
    return record(FOUR, gone(**(days or {"a": "2025-09-01", "b": "2026-01-05"})), known_to)


def test_record_by_hand() -> None:
    """Of the two warned of at 2 % one left, but after the six months; the one at 40 % left in time."""
    found = judged()
    assert found.is_over
    assert dict(zip(found.rows["customer_id"], found.rows["left"], strict=True)) == {
        "a": True,
        "b": False,
        "c": False,
    }
    table = by_probability(found)
    assert table[["band_low", "band_high", "warned", "left"]].to_numpy().tolist() == [
        [0, 0.05, 2, 0],
        [0.3, 0.5, 1, 1],
    ]
    assert table["stated"].tolist() == pytest.approx([0.02, 0.4])
    assert table["value_expected_lost"].tolist() == pytest.approx([4.0, 40.0])
    assert table["value_lost"].tolist() == [0.0, 100.0]
    assert table["expected_gain"].tolist() == [10.0, 5.0]


def test_wilsons_interval_stands_beside_each_rate() -> None:
    """0 of 2: Wilson's upper end is 1.96²/(2 + 1.96²) = .6576."""
    table = by_probability(judged())
    assert (table["rate"].iloc[0], table["rate_low"].iloc[0]) == (0.0, 0.0)
    assert table["rate_high"].iloc[0] == pytest.approx(0.65762, abs=1e-4)


def test_until_the_horizon_is_over_nothing_is_judged() -> None:
    found = judged(dt.date(2025, 10, 31))
    assert (found.is_over, found.months_to_go) == (False, 2)
    assert found.rows["left"].sum() == 1
    assert not found.auc.is_defined
    assert over_time([found]).empty


def test_what_was_found_later_than_known_does_not_count() -> None:
    assert judged(dt.date(2025, 8, 31)).rows["left"].sum() == 0


def test_by_tier() -> None:
    table = by_tier(judged())
    assert table.loc["gold", ["warned", "left"]].tolist() == [2, 1]
    assert table.loc["iron", ["warned", "left"]].tolist() == [1, 0]


def test_who_was_contacted_in_time() -> None:
    contacts = pd.DataFrame({"customer_id": ["a", "b"], "day": pd.to_datetime(["2025-07-01", "2025-06-30"])})
    found = record(FOUR, gone(a="2025-09-01"), dt.date(2026, 1, 31), contacts)
    assert found.rows["was_contacted"].tolist() == [True, False, False]


def many(seed: int, as_of: dt.date = JUNE, slope: float = 1.0) -> Record:
    """Return warnings of 2,000 customers that come true, or are too sure of themselves."""
    rng = np.random.default_rng(seed)
    logit = rng.normal(-1.0, 1.0, 2000)
    left = rng.random(2000) < 1 / (1 + np.exp(-logit))
    ids = [f"c{number}" for number in range(2000)]
    stated = 1 / (1 + np.exp(-slope * logit))
    past = warned([(name, "staying", chance) for name, chance in zip(ids, stated, strict=True)], as_of)
    days = {
        name: str(as_of + dt.timedelta(days=40)) for name, is_gone in zip(ids, left, strict=True) if is_gone
    }
    return record(past, gone(**days), dt.date(2027, 1, 31))


def test_true_warnings_are_found_true() -> None:
    found = many(2)
    assert found.calibration_slope.low < 1.0 < found.calibration_slope.high
    assert found.came.low < found.stated < found.came.high
    assert 0.65 < found.auc.value < 0.8
    table = by_probability(found)
    assert ((table["rate_low"] <= table["stated"]) & (table["stated"] <= table["rate_high"])).mean() > 0.8


def test_warnings_too_sure_of_themselves_are_found_out() -> None:
    assert many(1, slope=2.0).calibration_slope.high < 0.7


def test_several_assessments_together() -> None:
    """The same customers twice: an interval as if they were 4,000 would be too narrow."""
    once, twice = over_time([many(1)]), over_time([many(1), many(1, dt.date(2025, 12, 31))])
    assert twice["warned"].tolist() == [2 * n for n in once["warned"]]
    assert twice["customers"].tolist() == once["customers"].tolist()
    assert twice["assessments"].tolist() == [2] * len(twice)
    assert twice["rate"].tolist() == pytest.approx(once["rate"].tolist())
    ratio = (twice["rate_high"] - twice["rate_low"]) / (once["rate_high"] - once["rate_low"])
    assert ratio.min() > 0.9


def test_the_day_on_which_a_customer_left() -> None:
    """By exit, else by the end of the last contract, else by the silence of 100 days and one."""
    now = pd.DataFrame(
        {
            "customer_id": ["exit", "contract", "silent", "stays", "back"],
            "churn_state": ["left", "left", "left", "staying", "left"],
            "last_purchase_day": pd.to_datetime(["2025-01-01"] * 5),
        }
    )
    contracts = pd.DataFrame(
        {
            "customer_id": ["contract", "contract", "exit"],
            "end_day": pd.to_datetime(["2024-05-01", "2025-05-01", "2025-06-01"]),
        }
    )
    exits = pd.DataFrame(
        {
            "customer_id": ["exit", "back", "stays"],
            "day": pd.to_datetime(["2025-03-03", "2024-03-03", "2025-03-03"]),
        }
    )
    relations = Relations(
        contracts=relation_frame("contracts", contracts), exits=relation_frame("exits", exits)
    )
    found = left_on(now, relations, 100.0)
    assert {name: str(day.date()) for name, day in found.items()} == {
        "exit": "2025-03-03",
        "contract": "2025-05-01",
        "silent": "2025-04-12",
        "back": "2025-04-12",
    }
