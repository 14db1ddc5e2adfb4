"""A made-up company of known pace, looked at from earlier days: no later fact may change what is said."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.clv.lifetime_value import WEEKS_PER_MONTH
from engine.contracts import Tables
from engine.settings import AssessmentSettings
from engine.simulation.past import checks_of
from engine.simulation.purchasing import buyers, curve_error, customers_by_purchases
from engine.simulation.standing import facts_of, stand_at, standing_days
from tests.engine.real_data import cdnow

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
DAY = dt.date(2024, 8, 31)


def purchases(customers=400, seed=3):
    """Everybody comes in the first month, buys every three weeks or so, and leaves for good now and then."""
    rng, rows = np.random.default_rng(seed), []
    for number in range(customers):
        day, pace, leaves = rng.uniform(0, 30), rng.gamma(3.0, 1 / 60), rng.beta(2.0, 18.0)
        while day < 366:
            rows.append((f"C{number:03}", FIRST + dt.timedelta(days=int(day)), rng.gamma(4.0, 10.0)))
            if rng.random() < leaves:
                break
            day += rng.exponential(1 / pace)
    return pd.DataFrame(rows, columns=["customer_id", "day", "amount"])


@pytest.fixture(scope="module")
def rows():
    return purchases()


@pytest.fixture(scope="module")
def facts(rows):
    return facts_of(Tables.from_frames(rows), AssessmentSettings(), LAST)


@pytest.fixture(scope="module")
def stand(facts):
    return stand_at(facts, DAY, LAST, 4)


def test_the_earlier_days_by_hand():
    year = dt.date(2025, 12, 31)
    assert standing_days(dt.date(2020, 1, 1), year) == [
        (dt.date(2024, 12, 31), 12),
        (dt.date(2025, 4, 30), 8),
        (dt.date(2025, 8, 31), 4),
    ]
    assert [months for _, months in standing_days(dt.date(2025, 1, 1), year)] == [6, 4, 2]
    assert [months for _, months in standing_days(dt.date(2025, 11, 1), year)] == [1]
    assert standing_days(year, year) == []


def test_purchases_alone_tell_the_past_of_a_young_company(stand, rows):
    assert set(stand.actual) == {"buyers", "purchases", "margin"}
    later = rows[rows["day"] > DAY]
    assert stand.actual["purchases"] == len(later.drop_duplicates(["customer_id", "day"]))
    assert stand.actual["margin"] == pytest.approx(later["amount"].sum(), abs=0.1)
    assert stand.season == {}
    checks = checks_of(stand, 19)
    # The world is as the model says.
    assert [check.figure for check in checks if check.is_inside] == ["buyers", "purchases", "margin"]


def test_no_later_fact_reaches_the_model(stand, rows):
    known = rows[rows["day"] <= DAY]
    other = pd.concat([known, known.assign(day=LAST, amount=1e6)])
    changed = stand_at(facts_of(Tables.from_frames(other), AssessmentSettings(), LAST), DAY, LAST, 4)
    for name in ("hazard", "margin_per_month", "tier", "complaints_per_month"):
        assert (getattr(changed.population, name) == getattr(stand.population, name)).all()
    assert (changed.pace.purchases_per_month == stand.pace.purchases_per_month).all()
    assert changed.error.pace == stand.error.pace
    assert changed.scenario == stand.scenario
    assert changed.actual != stand.actual


def test_too_young_a_company_has_no_past(facts):
    assert stand_at(facts, dt.date(2024, 4, 30), LAST, 8) is None


@pytest.fixture(scope="module")
def known(facts):
    from engine.assessment import assess

    return buyers(assess(facts.tables, DAY, facts.settings, in_full=False).customers)


def test_simulated_purchases_are_the_models_own(known):
    frame, pace, last = customers_by_purchases(known, 4)
    stays = known.survival()
    alive = known.model.alive_probability(*known.rows.columns[:3])
    there = stays[:, :4].sum(axis=1)
    # Purchases of those who stay, and the last one of each who leaves after the day.
    expected = pace * there + (alive - stays[:, 3])
    assert expected == pytest.approx(np.maximum(known.purchases(4), alive - stays[:, 3]))
    assert (frame["current_value"] / 12 * there).sum() == pytest.approx(
        (known.purchases(4) * known.worth.per_purchase).sum()
    )
    assert ((last >= 0) & (last <= 1)).all()
    assert (frame["churn_state"] == "staying").all()


def test_survival_by_purchases_falls_from_the_chance_to_be_there(known):
    stays = known.survival()
    assert (np.diff(stays, axis=1) <= 0).all()
    alive = known.model.alive_probability(*known.rows.columns[:3])
    assert (stays[:, 0] < alive).all()
    # By hand for the first customer: quadrature against draws of pace and chance to leave.
    r, alpha, a, b = known.model.parameters
    x, age = known.rows.frequency[0], known.rows.age[0]
    rng = np.random.default_rng(2)
    rate, leaves = rng.gamma(r + x, 1 / (alpha + age), 200_000), rng.beta(a, b + x + 1, 200_000)
    drawn = alive[0] * np.exp(-rate * leaves * 6 * WEEKS_PER_MONTH).mean()
    assert stays[0, 5] == pytest.approx(drawn, rel=0.01)


def test_months_off_the_curve_are_seen(known, facts):
    days, day = facts.days[facts.days["is_purchase"].astype(bool)], pd.Timestamp(DAY)
    plain = curve_error(days, known, day, 2)
    assert 0.0 <= plain < 0.15
    busy = days[(days["day"] > pd.Timestamp("2024-07-01")) & (days["day"] <= day)]
    shifted = busy.assign(day=busy["day"] + pd.Timedelta(hours=1))
    assert curve_error(pd.concat([days, shifted]), known, day, 2) > 0.2
    assert np.isnan(curve_error(days, known, pd.Timestamp("2024-02-15"), 2))


def test_cdnow_from_the_end_of_its_calibration(datasets):
    """Fader & Hardie's sample: 1,882 purchases in the 39 weeks held out, more than the models foretell."""
    held = facts_of(Tables.from_frames(cdnow(datasets)), AssessmentSettings(), dt.date(1998, 6, 30))
    assert standing_days(dt.date(1997, 1, 1), dt.date(1998, 6, 30))[0] == (dt.date(1997, 9, 30), 9)
    found = stand_at(held, dt.date(1997, 9, 30), dt.date(1998, 6, 30), 9)
    assert found.population.size == 2357
    assert found.actual["purchases"] == 1882
    checks = {check.figure: check for check in checks_of(found, 59)}
    assert checks["purchases"].is_inside
    assert not checks["purchases"].is_inside_luck
    assert checks["purchases"].middle == pytest.approx(1583, rel=0.02)
    assert checks["buyers"].actual == 684
    assert checks["buyers"].high < 684
