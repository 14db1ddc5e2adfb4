import datetime as dt
import math

import pandas as pd
import pytest

from engine.contracts import Relations
from engine.simulation.checks import findings
from engine.simulation.measured import measured
from engine.simulation.scenario import Scenario

AS_OF = dt.date(2025, 12, 31)


def customers(count=100):
    return pd.DataFrame(
        {
            "customer_id": [f"C{number}" for number in range(count)],
            "value_tier": ["gold"] * 20 + ["lead"] * (count - 20),
            "first_purchase_day": pd.Timestamp("2023-05-01"),
        }
    )


def test_without_records_only_what_is_counted_is_measured():
    found = measured(customers(), Relations(), AS_OF)
    assert found.scenario.retention == Scenario().retention
    assert found.scenario.failures == Scenario().failures
    assert found.rates.complaints_per_month == dict.fromkeys(("platinum", "gold", "iron", "lead"), 0.0)
    assert found.origins == {"acquisition.customers_per_month": 0, "complaints_per_month": 0}


def test_new_customers_of_the_year_are_counted():
    frame = customers()
    frame.loc[:23, "first_purchase_day"] = pd.Timestamp("2025-03-01")
    assert measured(frame, Relations(), AS_OF).scenario.acquisition.customers_per_month == 2.0


def complaint_frames(count=48):
    """48 complaints in the year, half by gold customers; one in four resolved after 5 days, two never."""
    ids = [f"K{number}" for number in range(count)]
    opened = pd.Timestamp("2025-06-01 09:00")
    owners = [f"C{number % 20}" if number % 2 else f"C{20 + number}" for number in range(count)]
    complaints = pd.DataFrame(
        {"complaint_id": ids, "customer_id": owners, "opened_at": opened, "claim": 10.0}
    )
    days = [5 if number % 4 == 0 else 1 for number in range(count)]
    events = pd.DataFrame(
        {
            "complaint_id": ids,
            "customer_id": owners,
            "at": [opened + pd.Timedelta(days=day) for day in days],
            "activity": "x",
            "state": ["received" if number < 2 else "resolved" for number in range(count)],
            "resource": [f"P{number % 3}" for number in range(count)],
        }
    )
    old = complaints.iloc[:1].assign(complaint_id="old", opened_at=pd.Timestamp("2024-06-01"))
    return Relations.from_frames(complaints=pd.concat([complaints, old]), complaint_events=events)


def test_complaints_are_measured_by_tier_and_their_handling_from_the_steps():
    found = measured(customers(), complaint_frames(), AS_OF)
    # 24 of 20 gold customers in 12 months; tiers without 20 complaints take the mean, 48 / 12 / 100.
    assert found.rates.complaints_per_month["gold"] == pytest.approx(24 / 12 / 20)
    assert found.rates.complaints_per_month["lead"] == pytest.approx(24 / 12 / 80)
    assert found.rates.complaints_per_month["iron"] == pytest.approx(0.04)
    failures = found.scenario.failures
    assert failures.unanswered_share_today == pytest.approx(2 / 48)
    assert failures.in_time_share_today == pytest.approx(1 - 11 / 46)
    assert found.scenario.complaints.mean_claim == 10.0
    # A desk open for 8 hours on 5 days is reached after 0.64 days on the mean, and works for an hour:
    # exponential times with this mean end within the rest of 2 days as often as was measured.
    left = 2 - 0.6428 - 1 / 24
    assert 1 - math.exp(-left / found.scenario.complaints.inquiry_days) == pytest.approx(
        1 - 11 / 46, abs=0.01
    )
    assert found.scenario.desk.agents == 3
    assert found.origins["desk.agents"] == 3
    assert findings(found.scenario) == ()


def test_offers_are_measured_without_the_control_group():
    rescues = pd.DataFrame(
        {
            "customer_id": [f"C{number}" for number in range(40)],
            "day": pd.Timestamp("2025-08-01"),
            "measure": "voucher",
            "is_control": [0.0] * 30 + [1.0] * 10,
            "cost": [24.0] * 30 + [0.0] * 10,
            "accepted": [1.0] * 12 + [0.0] * 18 + [float("nan")] * 10,
        }
    )
    found = measured(customers(), Relations.from_frames(rescues=rescues), AS_OF)
    assert found.scenario.retention.budget_per_month == pytest.approx(60.0)
    measure = found.scenario.retention.measures[0]
    assert (measure.contact_cost, measure.offer_cost) == (0.0, 24.0)
    assert measure.take_up_probability == pytest.approx(0.4)
    assert found.origins["retention.budget_per_month"] == 30
