import dataclasses
import datetime as dt
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.assessment import Assessment, assess
from engine.assessment_columns import GROUP_COLUMNS, PAGE_COLUMNS
from engine.contracts import (
    ASSESSMENT_COLUMNS,
    CHURN_STATES,
    LIFECYCLE_STAGES,
    VALUE_TIERS,
    Relations,
    Tables,
)
from engine.errors import ContractBrokenError, NotEnoughDataError
from engine.methods import METHOD_OF
from engine.settings import AssessmentSettings
from tests.engine.real_data import cdnow, online_retail

pytestmark = pytest.mark.slow
AS_OF = dt.date(2025, 12, 31)


def company(customers: int = 600) -> pd.DataFrame:
    """Three years of a made company: own rhythms, some leave, some return goods, most margins known."""
    rng, rows = np.random.default_rng(2_025), []
    for number in range(customers):
        day, gap = rng.uniform(0, 900), rng.gamma(3.0, 20.0)
        while day < 1_096 and rng.random() > 0.06:
            amount = round(float(rng.lognormal(4.0, 0.7)), 2)
            margin = round(amount * 0.4, 2) if rng.random() < 0.9 else None
            rows.append((f"C{number:04d}", int(day), amount, margin))
            if rng.random() < 0.03:
                rows.append((f"C{number:04d}", int(day) + 1, -amount, None))
            day += rng.gamma(2.0, gap / 2.0)
    frame = pd.DataFrame(rows, columns=["customer_id", "offset", "amount", "margin"])
    first = pd.Timestamp("2023-01-01")
    return frame.assign(day=first + pd.to_timedelta(frame.pop("offset"), unit="D"))


FACTS = company()
FEW = FACTS[FACTS["customer_id"] < "C0200"]


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return assess(Tables.from_frames(FACTS), AS_OF)


def same(left: Assessment, right: Assessment) -> bool:
    pd.testing.assert_frame_equal(left.customers, right.customers, check_exact=True)
    return repr(left.figures) == repr(right.figures) and left.cards == right.cards


def test_the_frame_keeps_its_contract(assessment: Assessment) -> None:
    frame = assessment.customers
    assert list(frame.columns) == list(ASSESSMENT_COLUMNS)
    assert set(frame["churn_state"].dropna()) <= set(CHURN_STATES)
    assert set(frame["lifecycle_stage"].dropna()) <= set(LIFECYCLE_STAGES)
    assert set(frame["value_tier"].dropna()) == set(VALUE_TIERS)
    for name, kind in ASSESSMENT_COLUMNS.items():
        expected = {"text": "str", "day": "datetime64[s]"}.get(kind, kind)
        assert str(frame[name].dtype) == expected, name


def test_neither_facts_planted_after_the_day_nor_the_order_of_rows_change_anything(
    assessment: Assessment,
) -> None:
    later = pd.DataFrame(
        {
            "customer_id": ["C0000", "C0001", "C0002"],
            "day": pd.to_datetime(["2026-01-01", "2026-03-01", "2030-01-01"]),
            "amount": [1e9, -1e9, 5.0],
            "margin": [1e9, None, 5.0],
        }
    )
    planted = pd.concat([later, FACTS]).sample(frac=1.0, random_state=9)
    assert same(assess(Tables.from_frames(planted), AS_OF), assessment)


def test_an_earlier_day_sees_what_that_day_saw(assessment: Assessment) -> None:
    earlier = dt.date(2024, 12, 31)
    cut = FEW[FEW["day"] <= pd.Timestamp(earlier)]
    keys = pd.DataFrame(
        {
            "customer_id": assessment.customers["customer_id"],
            "customer_key": assessment.customers["customer_key"],
        }
    )
    all_facts, only_then = Tables.from_frames(FEW, keys), Tables.from_frames(cut, keys)
    assert same(assess(all_facts, earlier), assess(only_then, earlier))


def test_figures_and_columns_agree(assessment: Assessment) -> None:
    frame, figures = assessment.customers, assessment.figures
    assert figures["customers"].value == len(frame)
    assert figures["current_value_total"].value == pytest.approx(frame["current_value"].sum())
    states = frame["churn_state"].value_counts()
    assert [figures[f"{state}_customers"].value for state in CHURN_STATES] == states[
        list(CHURN_STATES)
    ].tolist()
    leaning = frame[frame["churn_state"] == "leaning"]
    assert figures["leaning_value"].value == pytest.approx(leaning["current_value"].sum())
    assert figures["partial_churn_customers"].value == frame["partial_churn"].sum()
    assert figures["left_share"].value == pytest.approx((frame["churn_state"] == "left").mean())


def test_values_by_hand(assessment: Assessment) -> None:
    """One customer's year, added up from the rows with nothing but a filter."""
    rate = FACTS["margin"].sum() / FACTS.loc[FACTS["margin"].notna(), "amount"].sum()
    rows = FACTS[
        (FACTS["customer_id"] == "C0003") & (FACTS["day"] > "2024-12-31") & (FACTS["day"] <= "2025-12-31")
    ]
    expected = rows["margin"].fillna(rows["amount"] * rate).sum()
    found = assessment.customers.set_index("customer_id").loc["C0003"]
    assert found["current_value"] == pytest.approx(expected, abs=0.001)
    assert found["amount_12m"] == pytest.approx(rows["amount"].sum())


def test_leaning_is_who_is_late_or_buys_less_and_has_not_left(assessment: Assessment) -> None:
    frame = assessment.customers
    warned = frame["rhythm_alarm"] | frame["partial_churn"]
    left = frame["days_since_last_purchase"] > assessment.figures["churn_after_days"].value
    assert ((frame["churn_state"] == "leaning") == (warned & ~left)).all()
    assert (frame["rhythm_alarm"] == (frame["days_since_last_purchase"] > frame["gap_limit_days"])).all()
    assert 0 < (frame["churn_state"] == "leaning").sum() < len(frame) / 2


def test_law_a_stricter_alarm_rings_for_no_one_new() -> None:
    tables = Tables.from_frames(FEW)
    loose = assess(tables, AS_OF, AssessmentSettings(alarm_probability=0.10), in_full=False).customers[
        "rhythm_alarm"
    ]
    strict = assess(tables, AS_OF, AssessmentSettings(alarm_probability=0.01), in_full=False).customers[
        "rhythm_alarm"
    ]
    assert strict.sum() < loose.sum()
    assert not (strict & ~loose).any()


def test_results_can_be_stored(assessment: Assessment) -> None:
    facts = [{"name": card.name, "status": card.status, **card.facts} for card in assessment.cards]
    assert json.loads(json.dumps(facts, allow_nan=False)) == facts
    assert set(METHOD_OF) <= set(assessment.figures)


def test_no_transactions_is_a_named_error() -> None:
    with pytest.raises(NotEnoughDataError) as caught:
        assess(Tables.from_frames(FACTS.iloc[:0]), AS_OF)
    assert caught.value.message_id == "error.no_transactions"


def test_a_transaction_of_an_unknown_customer_is_a_named_error() -> None:
    tables = Tables.from_frames(FACTS)
    fewer = dataclasses.replace(tables, customers=tables.customers.iloc[2:])
    with pytest.raises(ContractBrokenError) as caught:
        assess(fewer, AS_OF)
    assert caught.value.message_id == "error.customers_unknown"
    assert caught.value.parameters == {"count": 2}


def test_one_customer_with_one_purchase_gets_what_can_be_said_and_nothing_else() -> None:
    one = pd.DataFrame({"customer_id": ["only"], "day": ["2025-12-01"], "amount": [80.0]})
    found = assess(Tables.from_frames(one), AS_OF)
    row = found.customers.iloc[0]
    assert (row["current_value"], row["abc_class"], row["purchase_days"]) == (80.0, "A", 1.0)
    assert (row["days_since_last_purchase"], row["lifecycle_stage"]) == (30.0, "exploration")
    assert row[["silence_probability", "gap_limit_days", "potential_value", "growth_rate"]].isna().all()
    assert row[["churn_state", "value_tier"]].isna().all()
    assert not row["rhythm_alarm"]
    assert not found.figures["left_share"].is_defined
    status = {card.name: card.status for card in found.cards}
    assert status["churn_rule"] == status["rhythm"] == status["potential_value"] == "not_enough_data"
    lacks = next(card for card in found.cards if card.name == "potential_value")
    assert (lacks.facts["count"], lacks.facts["needed"]) == (1, 6)


def test_a_customer_who_only_returned_goods_is_there_with_a_loss() -> None:
    facts = pd.concat(
        [FEW, pd.DataFrame({"customer_id": ["Z"], "day": [pd.Timestamp("2025-06-01")], "amount": [-50.0]})]
    )
    row = assess(Tables.from_frames(facts), AS_OF, in_full=False).customers.set_index("customer_id").loc["Z"]
    assert row["current_value"] < 0
    assert (row["abc_class"], row["is_negative_value"]) == ("C", True)
    assert row[["purchase_days", "rfm_recency", "churn_state", "lifecycle_stage", "value_tier"]].isna().all()


def test_real_cdnow_is_told_with_restraint(datasets: Path) -> None:
    """18 months of a cohort: no growth figure, values are sales, most have fallen silent."""
    found = assess(Tables.from_frames(cdnow(datasets)), dt.date(1998, 6, 30))
    assert found.figures["customers"].value == 2_357
    assert not found.figures["growth_rate"].is_defined
    basis = next(card for card in found.cards if card.name == "value_basis")
    assert basis.facts["basis"] == "sales"
    assert 0.5 < found.figures["left_share"].value < 0.75
    assert found.customers["current_value"].sum() == pytest.approx(found.customers["amount_12m"].sum())


def test_real_online_retail_keeps_its_losses(datasets: Path) -> None:
    found = assess(Tables.from_frames(online_retail(datasets)), dt.date(2011, 12, 9))
    frame = found.customers
    assert found.figures["negative_value_customers"].value == (frame["current_value"] < 0).sum() > 0
    assert frame.loc[frame["is_negative_value"], "abc_class"].eq("C").all()
    assert frame["current_value"].sum() == pytest.approx(frame["amount_12m"].sum())


def test_a_customer_of_a_short_year_before_has_no_growth_of_their_own():
    as_of = dt.date(2026, 6, 30)
    days = {"old": ["2024-06-20", "2024-08-01", "2026-01-05"], "new": ["2025-06-20", "2026-01-05"]}
    rows = [(who, dt.date.fromisoformat(day), 100.0) for who, found in days.items() for day in found]
    transactions = pd.DataFrame(rows, columns=["customer_id", "day", "amount"])
    found = assess(Tables.from_frames(transactions), as_of).customers.set_index("customer_id")
    assert found.loc["old", "growth_rate"] == 0.0
    assert np.isnan(found.loc["new", "growth_rate"])


def test_an_assessment_for_comparison_is_the_same_in_all_that_it_has() -> None:
    whole, lean = (assess(Tables.from_frames(FEW), AS_OF, in_full=in_full) for in_full in (True, False))
    known = [
        name for name in PAGE_COLUMNS if name not in GROUP_COLUMNS and lean.customers[name].notna().any()
    ]
    pd.testing.assert_frame_equal(lean.customers[known], whole.customers[known])
    assert lean.customers["cluster"].isna().all()
    assert {card.name for card in lean.cards} < {card.name for card in whole.cards}


def test_nothing_that_is_known_later_beside_transactions_changes_anything() -> None:
    """A contract, an exit, an answer, a complaint, a rescue and an attribute of the days after."""
    told = Relations.from_frames(
        contracts=pd.DataFrame(
            {"customer_id": ["C0001"], "start_day": ["2026-01-01"], "fee_per_month": [9.0]}
        ),
        exits=pd.DataFrame({"customer_id": ["C0002"], "day": ["2026-02-01"], "causes": ["price"]}),
        survey_answers=pd.DataFrame(
            {"item_id": ["nps"], "customer_id": ["C0003"], "day": ["2026-01-05"], "score": [0.0]}
        ),
        complaints=pd.DataFrame(
            {"complaint_id": ["K1"], "customer_id": ["C0004"], "opened_at": ["2026-01-01"]}
        ),
        rescues=pd.DataFrame({"customer_id": ["C0005"], "day": ["2026-01-01"], "measure": ["voucher"]}),
        contacts=pd.DataFrame({"customer_id": ["C0006"], "day": ["2026-01-01"], "purpose": ["care"]}),
        attributes=pd.DataFrame(
            {"customer_id": ["C0007"], "known_on": ["2026-01-01"], "name": ["x"], "value": ["1"]}
        ),
    )
    planted = assess(Tables.from_frames(FEW, relations=told), AS_OF, in_full=False)
    assert same(planted, assess(Tables.from_frames(FEW), AS_OF, in_full=False))
