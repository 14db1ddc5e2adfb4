from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from dashboard.i18n.texts import LANGUAGES, Texts
from engine.assessing.warnings import assumptions_of, campaign_of, rescue_part
from engine.churn.factors import FACTORS
from engine.contracts import Relations, relation_frame
from engine.rescue.assumptions import RescueAssumptions
from engine.rescue.warning import COLUMNS, warning_columns
from engine.settings import AssessmentSettings

ASSUMED = RescueAssumptions().typed({"contact_cost": 1.0, "offer_cost": 10.0, "returns_unaided": 0.0})


def customers(rows: list[dict[str, object]], cause: str = "price") -> pd.DataFrame:
    known: dict[str, object] = {
        "customer_id": "a",
        "churn_state": "leaning",
        "churn_probability": 0.4,
        "lifetime_value": 1000.0,
        "lifecycle_stage": None,
        "value_tier": None,
        **{f"cause_share_{factor}": float(factor == cause) for factor in FACTORS},
    }
    return pd.DataFrame([known | row for row in rows])


def warned(frame: pd.DataFrame, assumptions: RescueAssumptions = ASSUMED, relations: Relations | None = None):
    return warning_columns(frame, relations or Relations(), assumptions, np.random.default_rng(5))[:2]


def test_a_customer_drawn_away_by_hand() -> None:
    """p = .4, γ = .3, V = 1,000, no talk: C* = .12·1,000 = 120; all but .4·.7 take 10: 120 − 1 − 7.2."""
    found, card = warned(customers([{}], "competition"))
    row = found.iloc[0]
    assert (row["measure"], row["offer_cost"]) == ("counter_offer", 10.0)
    assert row["rescue_ceiling"] == pytest.approx(120.0)
    assert row["expected_gain"] == pytest.approx(111.8)
    assert row["expected_gain_low"] < row["expected_gain"] < row["expected_gain_high"]
    assert (card.name, card.status, card.facts["variant"]) == ("rescue", "ok", "assumed")


def test_the_talk_of_the_disappointed_counts_by_hand() -> None:
    """W = 9·.1·.11·1,000 = 99, κ = .5: .4·(.3·1,000 + 99·(1 − .5·.7)) = 120 + 25.74."""
    found, _ = warned(customers([{}], "price"))
    assert found["rescue_ceiling"].iloc[0] == pytest.approx(145.74)


def test_who_has_left_by_hand() -> None:
    """λ0 = .2 unaided: p = .8, V = 100/.2 = 500, no talk: C* = .8·.3·500·1 = 120; .8·.3 + .2 take 10."""
    frame = customers(
        [{"churn_state": "left", "lifetime_value": 100.0, "alive_probability": 0.2}], "competition"
    )
    row = warned(frame)[0].iloc[0]
    assert row["measure"] == "competitive_discount"
    assert row["rescue_ceiling"] == pytest.approx(120.0)
    assert row["expected_gain"] == pytest.approx(120.0 - 1.0 - 4.4)


def test_who_would_come_back_unaided_is_not_lost() -> None:
    """One in four who leave comes back: only .75·.4 = .3 is at risk, and .3·.3·1,000 = 90."""
    typed = ASSUMED.typed({"returns_unaided": 0.25})
    assert warned(customers([{}], "competition"), typed)[0]["rescue_ceiling"].iloc[0] == pytest.approx(90.0)


def test_who_has_left_and_said_why_is_answered_to_that() -> None:
    exits = pd.DataFrame(
        {
            "customer_id": ["a", "a"],
            "day": pd.to_datetime(["2025-02-01", "2024-02-01"]),
            "causes": ["ethics", "price"],
        }
    )
    relations = Relations(exits=relation_frame("exits", exits))
    rows = [{"churn_state": "left", "lifetime_value": 100.0, "alive_probability": 0.2}, {}]
    found, _ = warned(customers(rows, "price"), relations=relations)
    assert found["measure"].tolist() == ["reactivation_reward", "counter_offer"]


def test_the_measure_follows_the_cause() -> None:
    for cause, measure in (("price", "counter_offer"), ("response_to_failure", "service_retention")):
        assert warned(customers([{}], cause))[0]["measure"].iloc[0] == measure


def test_who_is_not_worth_an_offer_is_left_alone_or_let_go() -> None:
    rows = [
        {"churn_probability": 0.01},
        {"churn_state": "left", "lifetime_value": 0.2, "alive_probability": 0.2},
    ]
    found, card = warned(customers(rows, "competition"))
    assert found["measure"].tolist() == ["leave_alone", "let_go"]
    assert (found["expected_gain"] < 0).all()
    assert (card.facts["customers"], card.facts["worth_contacting"]) == (2, 0)


def test_first_comes_the_greatest_gain_not_the_greatest_risk() -> None:
    found, _ = warned(
        customers([{"churn_probability": 0.9, "lifetime_value": 50.0}, {"churn_probability": 0.2}])
    )
    assert found["expected_gain"].iloc[1] > found["expected_gain"].iloc[0]


def test_more_at_risk_or_at_stake_never_lowers_the_ceiling() -> None:
    chances = warned(customers([{"churn_probability": p} for p in np.linspace(0, 1, 11)]))[0]
    values = warned(customers([{"lifetime_value": v} for v in (0.0, 10.0, 100.0, 1000.0)]))[0]
    for found in (chances, values):
        assert found["rescue_ceiling"].is_monotonic_increasing


def test_who_is_bound_or_settled_is_harder_to_keep() -> None:
    contracts = pd.DataFrame({"customer_id": ["b"], "start_day": pd.to_datetime(["2024-01-01"])})
    relations = Relations(contracts=relation_frame("contracts", contracts))
    rows = [{}, {"customer_id": "b"}, {"lifecycle_stage": "decline"}, {"lifecycle_stage": "formation"}]
    ceilings = warned(customers(rows, "competition"), relations=relations)[0]["rescue_ceiling"]
    assert ceilings.tolist() == pytest.approx([120.0, 96.0, 96.0, 144.0])


def test_unknown_stays_unknown() -> None:
    found, card = warned(customers([{"churn_probability": np.nan}, {}]))
    assert found.iloc[0].isna().all()
    assert found.iloc[1].notna().all()
    assert card.facts["customers"] == 1
    nothing, card = warned(customers([{"lifetime_value": np.nan}]))
    assert nothing.isna().all(axis=None)
    assert list(nothing.columns) == list(COLUMNS)
    assert (card.status, card.facts["variant"]) == ("not_enough_data", "value")
    assert warned(customers([{"churn_probability": np.nan}]))[1].facts["variant"] == "probability"


def test_wider_knowledge_of_value_makes_wider_intervals() -> None:
    rows = [
        {"lifetime_value_low": 1000.0, "lifetime_value_high": 1000.0},
        {"lifetime_value_low": 200.0, "lifetime_value_high": 3000.0},
    ]
    found, _ = warned(customers(rows))
    width = found["rescue_ceiling_high"] - found["rescue_ceiling_low"]
    assert width.iloc[1] > 1.5 * width.iloc[0] > 0


def test_the_same_seed_gives_the_same_warnings() -> None:
    frame = customers([{}, {"churn_probability": 0.7}])
    pd.testing.assert_frame_equal(warned(frame)[0], warned(frame)[0])


def test_measured_rescues_say_so() -> None:
    rows = [
        {"measure": "call", "is_control": float(i % 2), "outcome": "stayed" if i % 7 else "left"}
        for i in range(400)
    ]
    rescues = relation_frame(
        "rescues", pd.DataFrame(rows).assign(customer_id="a", day=pd.Timestamp("2025-01-01"))
    )
    found, card = warned(customers([{}]), relations=Relations(rescues=rescues))
    assert found["measure"].iloc[0] in ("call", "leave_alone")
    assert (card.facts["variant"], card.facts["asked"], card.facts["control"]) == ("measured", 200, 200)
    assert 0.0 < card.facts["prior_share"] < 1.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_has_its_sentence(language: str) -> None:
    texts = Texts(language)
    wanted = [f"card.rescue.ok.{variant}" for variant in ("measured", "outcomes", "assumed")]
    wanted += [f"card.rescue.not_enough_data.{variant}" for variant in ("value", "probability")]
    assert [name for name in wanted if not texts.has(name)] == []


def test_what_was_typed_in_the_rules_reaches_measures_and_the_comparison_in_money() -> None:
    """p = .4, V = 1,000, γ typed .5, nobody talks: C* = 200; a contact of 5 and an offer of 20."""
    typed = {"rescue.kept": 0.5, "rescue.returns_unaided": 0.0, "rescue.told": 0.0}
    typed |= {"rescue.contact_cost": 5.0, "rescue.offer_cost": 20.0}
    study = SimpleNamespace(
        settings=AssessmentSettings(typed=typed),
        relations=Relations(),
        random=lambda _: np.random.default_rng(1),
    )
    frame = customers([{"survival_01": 0.9}])
    found = rescue_part(frame, study).columns.iloc[0]
    assert found["rescue_ceiling"] == pytest.approx(200.0)
    assert found["expected_gain"] == pytest.approx(200.0 - 5.0 - 20.0 * (0.2 + 0.6))
    campaign = campaign_of(assumptions_of(study))
    assert (campaign.kept, campaign.contact_cost, campaign.offer_cost) == (0.5, 5.0, 20.0)
