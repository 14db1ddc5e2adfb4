"""The churn columns of an assessment: gates, sample companies with known truth, what is kept out."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from data.sample.hotel_group import hotel_group
from data.sample.telephone_company import telephone_company
from engine.churn.factors import FACTORS, UNCLEAR
from engine.churn.forecast import Forecast, Terms, account_of, assessment_columns, columns_of, forecast
from engine.contracts import Relations, Tables
from tests.engine.churn.sample_companies import hotel_tables, telephone_tables, true_causes

THEN = dt.date(2026, 7, 31)
NEXT_MONTH = pd.Timestamp("2026-08-01")
CONTRACTS, SILENCE = Terms(12, np.nan, True), Terms(12, 480.0, False)


@pytest.fixture(scope="module")
def company():
    return telephone_company(20261031, 3_000)


@pytest.fixture(scope="module")
def telephone(company):
    return forecast(telephone_tables(company), THEN, CONTRACTS)


@pytest.fixture(scope="module")
def group():
    return hotel_group(20261031, 2_500)


@pytest.fixture(scope="module")
def hotel(group):
    return forecast(hotel_tables(group), THEN, SILENCE)


def truth_of(company, found):
    months = company.truth.months
    own = months[pd.to_datetime(months["month"]) == NEXT_MONTH].set_index("customer_id")
    return own.reindex(found.standing.features.index)


def named_beside_truth(company, found):
    """Return all who are or were customers and whose cause is named, beside the true one."""
    true = true_causes(company, THEN, found.standing.features.index)
    beside = true.join(found.why.columns["cause"].rename("named"), how="inner")
    return beside[beside["named"] != UNCLEAR], beside


def test_later_months_are_foretold_better_than_by_chance(telephone):
    figures = telephone.later.accuracy.figures
    assert figures["auc"].low > 0.5
    assert figures["auc"].value < 0.9
    assert figures["top_decile_lift"].value > 1.3
    assert sum(one.n for one in telephone.later.accuracy.bins) == telephone.later.customers


def test_who_is_truly_at_risk_has_the_higher_chance(company, telephone):
    truth = truth_of(company, telephone)["leaving_probability"]
    chance = pd.Series(telephone.outlook.churn_probability(3).value, index=truth.index)
    assert chance.corr(truth, method="spearman") > 0.3


def test_the_mean_chance_is_near_the_share_that_truly_left(company, telephone):
    """From the end of July to the end of October by the truth, which the model hasn't seen."""
    exits = company.truth.exits.set_index("customer_id").reindex(telephone.standing.features.index)
    left = exits["left"].to_numpy(dtype=bool) & (pd.to_datetime(exits["to_day"]) > pd.Timestamp(THEN))
    chance = telephone.outlook.churn_probability(3).value
    assert chance.mean() == pytest.approx(left.mean(), abs=0.02)


def test_causes_with_recorded_exits_agree_with_the_truth_far_beyond_the_base_rate(company, telephone):
    named, every = named_beside_truth(company, telephone)
    still, all_still = named[named["group"] == "still"], every[every["group"] == "still"]
    base = all_still["cause"].value_counts(normalize=True).max()
    assert telephone.why.exits > 200
    assert len(still) > 0.08 * len(all_still)
    assert (still["named"] == still["cause"]).mean() > base + 0.2


def test_who_left_and_said_why_left_for_that(company, telephone):
    said = company.exits[company.exits["Reasons"].isin(FACTORS) & (company.exits["Exit date"] <= str(THEN))]
    named = telephone.why.columns["cause"].reindex(said["Customer no."])
    assert len(named) > 100
    assert named.tolist() == said["Reasons"].tolist()


def test_without_recorded_exits_causes_come_from_what_was_told(group, hotel):
    named, every = named_beside_truth(group, hotel)
    assert hotel.why.exits == 0
    assert 0.01 < len(named) / len(every) < 0.06
    assert set(every["group"]) == {"still", "gone silent", "left"}
    right = (named["named"] == named["cause"]) | (named["named"] == named["second"])
    assert right.mean() > 0.55


def test_nobody_can_be_called_left_before_the_rule_is_reached(hotel):
    silence = hotel.standing.features["silence_days"].to_numpy()
    chance = hotel.outlook.churn_probability(3).value
    assert (chance[silence < 480 - 93] == 0.0).all()
    assert (chance[silence > 480 - 88] > 0.0).all()


def test_columns_are_whole_and_in_their_range(telephone):
    columns = columns_of(telephone, 12)
    chance = columns["churn_probability"]
    assert chance.between(0.0, 1.0).all()
    assert (columns["churn_probability_low"] <= chance).all()
    assert (columns["churn_probability_high"] >= chance).all()
    assert columns["survival_12"].to_numpy() == pytest.approx(1.0 - chance.to_numpy())
    assert columns["churn_expected_months"].between(1.0, 12.0).all()
    shares = columns[[f"cause_share_{one}" for one in FACTORS]].sum(axis=1, skipna=False).dropna()
    assert shares.to_numpy() == pytest.approx(np.ones(len(shares)))


def test_the_account_tells_window_counts_and_errors(telephone):
    card = account_of(telephone, THEN, CONTRACTS)
    assert (card.name, card.status, card.data_to) == ("churn_hazard", "ok", THEN)
    # Twelve months of features lie before the first landmark, the end of January 2025.
    assert card.data_from == dt.date(2024, 1, 31)
    assert {"auc", "calibration_slope", "calibration_intercept", "top_decile_lift"} <= set(card.errors)
    assert [gate.name for gate in card.gates] == ["history_months", "customers", "events", "later_events"]
    assert card.facts["rule"] == "contracts"
    assert card.facts["rows"] > card.facts["customers"] > card.facts["events"] > 100


def test_a_company_with_too_few_leavers_gets_no_chance_but_the_gates():
    rows = pd.DataFrame(
        {
            "customer_id": np.repeat([f"C{number}" for number in range(30)], 24),
            "day": np.tile(pd.date_range("2024-01-31", periods=24, freq="ME"), 30),
            "amount": 10.0,
        }
    )
    tables = Tables.from_frames(rows)
    columns, card, _ = assessment_columns(
        tables, tables.customers, dt.date(2025, 12, 31), Terms(12, 90.0, False)
    )
    assert card.status == "not_enough_data"
    assert {gate.name for gate in card.gates if not gate.is_met} == {"customers", "events", "later_events"}
    assert columns["churn_probability"].isna().all()
    assert len(columns) == 30


def test_a_short_history_is_not_enough():
    rows = pd.DataFrame({"customer_id": ["A", "A"], "day": ["2025-06-01", "2025-12-01"], "amount": 1.0})
    found = forecast(Tables.from_frames(rows), dt.date(2025, 12, 31), Terms(12, 90.0, False))
    assert not isinstance(found, Forecast)
    assert [(gate.name, gate.count, gate.needed) for gate in found.gates] == [("history_months", 7, 12)]


def test_without_a_rule_of_leaving_there_is_no_history_of_it(group):
    found = forecast(hotel_tables(group), THEN, Terms(12, np.nan, False))
    assert not isinstance(found, Forecast)
    assert [(gate.name, gate.count) for gate in found.gates] == [("history_months", 0)]


def test_a_column_that_is_the_outcome_is_named_and_kept_out_until_trusted():
    rng = np.random.default_rng(4)
    size = 900
    ids = np.array([f"C{number:04d}" for number in range(size)])
    begin = np.datetime64("2023-01-01") + rng.integers(0, 300, size)
    lived = rng.exponential(700, size).astype(int) + 30
    end = pd.Series(begin + lived)
    left = (end <= pd.Timestamp("2025-12-31")).to_numpy()
    contracts = pd.DataFrame({"customer_id": ids, "start_day": begin, "end_day": end.where(left)})
    leak = pd.DataFrame(
        {
            "customer_id": ids,
            "known_on": np.datetime64("2023-01-01"),
            "name": "flag",
            "value": np.where(left, "1", "0"),
        }
    )
    bills = pd.DataFrame({"customer_id": ids, "day": np.datetime64("2023-01-01"), "amount": 5.0})
    tables = Tables.from_frames(bills, relations=Relations.from_frames(contracts=contracts, attributes=leak))
    day = dt.date(2025, 12, 31)
    found = forecast(tables, day, Terms(36, np.nan, True))
    assert [(one.column, one.reason, one.status) for one in found.prepared.guard.suspects] == [
        ("attribute: flag", "same_as_outcome", "kept_out")
    ]
    assert "attribute: flag" not in found.model.encoder_.columns
    trusting = forecast(tables, day, Terms(36, np.nan, True, trusted=("attribute: flag",)))
    assert trusting.prepared.guard.suspects[0].status == "trusted"
    assert "attribute: flag" in trusting.model.encoder_.columns
    assert trusting.later.accuracy.figures["auc"].value > found.later.accuracy.figures["auc"].value


def test_a_table_of_one_day_tells_no_months():
    """Who had left by the snapshot is known, the day isn't: no hazard is made of that."""
    rng = np.random.default_rng(6)
    size = 800
    ids = [f"C{number:04d}" for number in range(size)]
    left = rng.random(size) < 0.3
    snapshot = pd.Timestamp("2025-12-31")
    begin = snapshot - pd.to_timedelta(rng.integers(30, 2_000, size), unit="D")
    contracts = pd.DataFrame(
        {"customer_id": ids, "start_day": begin, "end_day": pd.Series(snapshot, range(size)).where(left)}
    )
    exits = pd.DataFrame({"customer_id": ids, "day": snapshot, "is_day_estimated": 1.0})[left]
    bills = pd.DataFrame({"customer_id": ids, "day": pd.Timestamp("2024-01-01"), "amount": 5.0})
    tables = Tables.from_frames(bills, relations=Relations.from_frames(contracts=contracts, exits=exits))
    found = forecast(tables, dt.date(2025, 12, 31), CONTRACTS)
    assert not isinstance(found, Forecast)
    missed = {gate.name: gate.count for gate in found.gates if not gate.is_met}
    assert missed["dated_events"] == 0
