"""Did warnings come true, by what leaving meant when they were given: by hand."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.churn.leavings import Past, has_returned, left_after
from engine.churn.record import Record, Warnings, by_probability, record
from engine.contracts import Relations

JUNE = dt.date(2025, 6, 30)
RULE_DAYS = 100.0
NOBODY = pd.DataFrame({"customer_id": [], "churn_state": [], "last_purchase_day": pd.to_datetime([])})


def warned(rows: list[tuple[str, str, float]], as_of: dt.date = JUNE) -> Warnings:
    customers = pd.DataFrame(rows, columns=["customer_id", "churn_state", "churn_probability"])
    tiers = ["gold", "iron"] * len(rows)
    worth = {"lifetime_value": 100.0, "expected_gain": 5.0, "value_tier": tiers[: len(rows)]}
    half = {"survival_03": 1.0 - customers["churn_probability"] / 2}
    return Warnings(as_of, 6, customers.assign(**worth, **half), RULE_DAYS)


def silences(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    """Of each customer the last purchase before a silence, and the first after it."""
    found = pd.DataFrame(rows, columns=["customer_id", "day", "day_after"])
    days = {name: found[name].astype("datetime64[s]") for name in ("day", "day_after")}
    return found.assign(**days)


def past(rows: pd.DataFrame, known_to: dt.date = dt.date(2026, 1, 31), **frames: pd.DataFrame) -> Past:
    now = frames.pop("now", NOBODY)
    return Past(known_to, Relations.from_frames(**frames), rows, now)


# The 101st day of silence is 1 September, 5 January and 30 December.
SILENT = silences(
    ("a", "2025-05-23", "2025-11-01"), ("b", "2025-09-26", None), ("c", "2025-06-01", "2025-08-30"),
    ("c", "2025-09-20", None),
)  # fmt: skip
FOUR = warned([("a", "leaning", 0.4), ("b", "staying", 0.02), ("c", "staying", 0.02), ("d", "left", np.nan)])


def judged(known_to: dt.date = dt.date(2026, 1, 31), **frames: pd.DataFrame) -> Record:
    return record(FOUR, past(SILENT, known_to, **frames), frames.get("contacts"))


def bands(found: Record) -> pd.DataFrame:
    """Return the table of a record in which each customer stands for five."""
    rows = pd.concat([found.rows] * 5)
    return by_probability(Record(**{**vars(found), "rows": rows}))


def test_record_by_hand() -> None:
    """a, warned of at 40 %, was silent for longer than the rule of then and came back; c left on the last
    day, and b after the six months."""
    found = judged(now=pd.DataFrame({"customer_id": ["a", "b", "c"], "churn_state": "staying",
        "last_purchase_day": pd.to_datetime(["2025-11-01", "2025-09-26", "2025-09-20"])}))  # fmt: skip
    assert found.rows.set_index("customer_id")["left"].to_dict() == {"a": True, "b": False, "c": True}
    assert found.returned == 1
    table = bands(found)
    names = ["band_low", "band_high", "warned", "left"]
    assert table[names].to_numpy().tolist() == [[0, 0.05, 10, 5], [0.3, 0.5, 5, 5]]
    assert table["stated"].tolist() == pytest.approx([0.02, 0.4])
    assert table["value_expected_lost"].tolist() == pytest.approx([20.0, 200.0])
    assert table["value_lost"].tolist() == [500.0, 500.0]
    assert table["expected_gain"].tolist() == [50.0, 25.0]


def test_a_longer_rule_of_today_judges_nobody_whom_a_shorter_one_warned_of() -> None:
    """By 100 days a and c left; by the 160 days of today only a would have."""
    assert judged().came.n == 3
    assert left_after(JUNE, past(SILENT), 100.0).index.tolist() == ["a", "b", "c"]
    assert left_after(JUNE, past(SILENT), 160.0).index.tolist() == ["a"]
    assert str(left_after(JUNE, past(SILENT), 160.0)["a"].date()) == "2025-10-31"


def test_the_first_leaving_after_the_warning_counts() -> None:
    """Who had left before the warning and came back may leave again."""
    twice = silences(("a", "2025-01-01", "2025-06-01"), ("a", "2025-07-10", None))
    assert {str(day.date()) for day in left_after(JUNE, past(twice), 100.0)} == {"2025-10-19"}


def test_with_contracts_their_end_tells_and_an_exit_either_way() -> None:
    contracts = pd.DataFrame(
        {
            "customer_id": ["ended", "renewed", "renewed", "exit", "runs", "back", "back"],
            "start_day": ["2024-01-01", "2024-01-01", "2025-10-15", *["2024-01-01"] * 3, "2026-01-15"],
            "end_day": ["2025-08-31", "2025-09-30", None, None, None, "2025-09-30", None],
        }
    )
    exits = pd.DataFrame({"customer_id": ["exit"], "day": ["2025-12-01"]})
    now = pd.DataFrame(
        {"customer_id": ["ended", "exit", "back"], "churn_state": ["left", "left", "staying"]}
    ).assign(last_purchase_day=pd.to_datetime([None] * 3))
    known = past(pd.DataFrame(), contracts=contracts, exits=exits, now=now)
    found = left_after(JUNE, known, np.nan)
    assert {name: str(day.date()) for name, day in found.items()} == {
        "back": "2025-09-30",
        "ended": "2025-08-31",
        "exit": "2025-12-01",
    }
    assert has_returned(found, known, np.nan).to_dict() == {"back": True, "ended": False, "exit": False}


def test_a_purchase_on_the_day_of_an_exit_is_no_return() -> None:
    """Both bought last on the day on which they left: one said so, the other had been silent until then."""
    exits = pd.DataFrame({"customer_id": ["told"], "day": ["2025-09-01"]})
    last = pd.to_datetime(["2025-09-01"] * 2)
    now = pd.DataFrame({"customer_id": ["a", "told"], "churn_state": "staying", "last_purchase_day": last})
    silent = silences(("a", "2025-05-23", "2025-09-01"), ("told", "2025-09-01", None))
    known = past(silent, dt.date(2025, 10, 31), exits=exits, now=now)
    assert has_returned(left_after(JUNE, known, 100.0), known, 100.0).to_dict() == {"a": True, "told": False}


def test_a_few_customers_are_told_with_their_neighbours() -> None:
    """One at 40 % and two at 2 %: three are too few for a band of their own, and one of them anyway."""
    table = by_probability(judged())
    assert table[["band_low", "band_high", "warned", "left"]].to_numpy().tolist() == [[0, 0.5, 3, 2]]


def test_wilsons_interval_stands_beside_each_rate() -> None:
    """2 of 3: Wilson's ends are (4 + 1.96² ± 1.96 √(1.96² + 8/3)) / (6 + 2 · 1.96²) = .2077 and .9385."""
    table = by_probability(judged())
    assert table["rate_low"].iloc[0] == pytest.approx(0.20766, abs=1e-4)
    assert table["rate_high"].iloc[0] == pytest.approx(0.93851, abs=1e-4)


def test_while_the_horizon_runs_the_months_so_far_are_judged() -> None:
    """Three months are over, within which the curve had half of the chance."""
    three = judged(dt.date(2025, 9, 30))
    assert three.months_to_go == 3
    assert three.rows["stated"].tolist() == pytest.approx([0.2, 0.01, 0.01])
    assert three.rows["left"].tolist() == [True, False, False]
    # What happened in a month that isn't over is not held against the months before.
    assert judged(dt.date(2025, 10, 5)).rows["left"].tolist() == [True, False, False]


def test_what_was_found_later_than_known_does_not_count() -> None:
    assert left_after(JUNE, past(SILENT, dt.date(2025, 8, 31)), 100.0).empty


def test_who_was_contacted_in_time() -> None:
    contacts = pd.DataFrame({"customer_id": ["a", "b"], "day": pd.to_datetime(["2025-07-01", "2025-06-30"])})
    found = judged(contacts=contacts)
    assert found.rows["was_contacted"].tolist() == [True, False, False]


def many(seed: int, as_of: dt.date = JUNE, slope: float = 1.0) -> Record:
    """Return warnings of 2,000 customers that come true, or are too sure of themselves."""
    rng = np.random.default_rng(seed)
    logit = rng.normal(-1.0, 1.0, 2000)
    left = rng.random(2000) < 1 / (1 + np.exp(-logit))
    ids = [f"c{number}" for number in range(2000)]
    stated = 1 / (1 + np.exp(-slope * logit))
    told = warned([(name, "staying", chance) for name, chance in zip(ids, stated, strict=True)], as_of)
    last = str(as_of - dt.timedelta(days=40))
    rows = silences(*((name, last, None) for name, is_gone in zip(ids, left, strict=True) if is_gone))
    return record(told, past(rows, dt.date(2027, 1, 31)))


def test_true_warnings_are_found_true() -> None:
    found = many(2)
    assert found.calibration_slope.low < 1.0 < found.calibration_slope.high
    assert found.came.low < found.stated < found.came.high
    assert 0.65 < found.auc.value < 0.8
    table = by_probability(found)
    assert ((table["rate_low"] <= table["stated"]) & (table["stated"] <= table["rate_high"])).mean() > 0.8


def test_warnings_too_sure_of_themselves_are_found_out() -> None:
    assert many(1, slope=2.0).calibration_slope.high < 0.7
