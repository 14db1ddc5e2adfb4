"""Who still was a customer on a past day, and who left when: by hand."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.churn.chronicle import chronicle
from engine.churn.landmarks import departures, episodes, landmark_months, standing_at
from engine.contracts import Relations, Tables

AS_OF = dt.date(2025, 12, 31)


def known(purchases, **frames):
    rows = pd.DataFrame(purchases, columns=["customer_id", "day"]).assign(amount=10.0)
    relations = Relations.from_frames(**{kind: pd.DataFrame(found) for kind, found in frames.items()})
    return chronicle(Tables.from_frames(rows, relations=relations), AS_OF)


def followed(company, left, landmark):
    found = episodes(company, left, [landmark], 10_000)
    ids = company.customer_ids[found.customer]
    pairs = zip(found.duration_months.tolist(), found.churned.tolist(), strict=True)
    return dict(zip(ids, pairs, strict=True))


def test_landmarks_lie_three_months_apart_with_a_year_behind_them():
    assert landmark_months(36) == [3, 6, 9, 12, 15, 18, 21, 24]
    assert landmark_months(12) == [3, 6]
    assert landmark_months(5) == [3]


PURCHASES = [
    # Silent since 10 July: the 91st day of silence is 9 October.
    ("gone", "2025-05-01"),
    ("gone", "2025-07-10"),
    # Comes back after a silence that crossed the rule on 1 September.
    ("back", "2025-06-02"),
    ("back", "2025-11-20"),
    ("stays", "2025-06-30"),
    ("stays", "2025-09-10"),
    ("stays", "2025-11-10"),
    ("new", "2025-12-01"),
]


def test_silence_crosses_the_rule_in_its_month():
    company = known(PURCHASES)
    left = departures(company, 90.0, has_contracts=False)
    assert followed(company, left, 6) == {"gone": (4, True), "back": (3, True), "stays": (6, False)}
    # At the end of September "back" has been silent too long already.
    assert followed(company, left, 3) == {"gone": (1, True), "stays": (3, False)}


def test_nothing_can_be_crossed_before_the_silence_is_as_long_as_the_rule():
    company = known(PURCHASES)
    standing, here = standing_at(company.landmark(6), departures(company, 90.0, has_contracts=False))
    assert company.customer_ids[here].tolist() == ["back", "gone", "stays"]
    # Silent since 2 June, 1 May and 30 June: the 91st days are 1 September, 31 July and 29 September.
    assert standing.entry_month[here].tolist() == [3, 1, 3]


CONTRACTS = {
    "customer_id": ["ended", "renewed", "renewed", "runs", "left"],
    "start_day": ["2024-01-01", "2024-01-01", "2025-08-15", "2024-05-01", "2024-05-01"],
    "end_day": ["2025-08-31", "2025-07-31", None, None, None],
}
EXITS = {"customer_id": ["left"], "day": ["2025-10-15"]}


def test_a_customer_leaves_with_the_last_contract_or_a_recorded_exit():
    names = ("ended", "renewed", "runs", "left", "without")
    company = known([(name, "2024-06-01") for name in names], contracts=CONTRACTS, exits=EXITS)
    found = followed(company, departures(company, np.nan, has_contracts=True), 6)
    assert found == {"ended": (2, True), "renewed": (6, False), "runs": (6, False), "left": (4, True)}


def test_the_contract_in_force_tells_its_age():
    company = known([("renewed", "2024-06-01")], contracts=CONTRACTS)
    left = departures(company, np.nan, has_contracts=True)
    age = standing_at(company.landmark(3), left)[0].contract_age_months
    assert age[0] == pytest.approx(46.0 / 30.4375)


def test_what_would_have_been_known_earlier_is_cut_off():
    company = known(PURCHASES)
    left = departures(company, 90.0, has_contracts=False)
    found = episodes(company, left, [3, 6], 10_000).until(3)
    assert found.landmark.tolist() == [6, 6, 6]
    assert company.customer_ids[found.customer].tolist() == ["back", "gone", "stays"]
    assert found.duration_months.tolist() == [3, 3, 3]
    assert found.churned.tolist() == [True, False, False]


def test_of_too_many_customers_every_so_many_th_is_taken():
    company = known([(f"C{number:03d}", "2025-06-01") for number in range(100)])
    left = departures(company, 300.0, has_contracts=False)
    found = episodes(company, left, [3, 6], 50)
    assert len(found.customer) == 50
    assert set(found.customer[found.landmark == 3].tolist()) == set(range(0, 100, 4))
    assert set(found.customer[found.landmark == 6].tolist()) == set(range(1, 100, 4))


def test_an_end_that_may_still_be_renewed_is_none_where_most_were():
    """Two of the three older ends were renewals; a recorded exit says that there is nothing to wait for."""
    frames = {
        "customer_id": ["renewed", "renewed", "again", "again", "over", "ends", "told"],
        "start_day": ["2023-01-01", "2024-01-01", "2023-01-01", "2024-01-15", *["2024-05-01"] * 3],
        "end_day": ["2023-12-31", None, "2023-12-31", None, "2025-08-31", "2025-12-31", "2025-12-31"],
    }
    names = ("renewed", "again", "over", "ends", "told")
    exits = {"customer_id": ["told"], "day": ["2025-12-30"]}
    company = known([(name, "2024-06-01") for name in names], contracts=frames, exits=exits)
    found = followed(company, departures(company, np.nan, has_contracts=True), 6)
    assert {name for name, (_, has_left) in found.items() if has_left} == {"over", "told"}
    assert found["ends"] == (6, False)
