"""With contracts, is leaving what the contracts say, and never the silence between bills?"""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.assessing.bonds import bonds
from engine.assessment import Assessment, assess
from engine.assessment_columns import BEHAVIOUR_COLUMNS
from engine.contracts import Relations, Tables
from engine.settings import AssessmentSettings

AS_OF = dt.date(2025, 12, 31)
RULES = AssessmentSettings(contractual=True)


def contracts(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "start_day", "end_day"])


def bonds_of(rows: pd.DataFrame, exits: pd.DataFrame | None = None) -> dict[str, tuple[str, str]]:
    frames = {"contracts": rows} if exits is None else {"contracts": rows, "exits": exits}
    found = bonds(Relations.from_frames(**frames).up_to(AS_OF), AS_OF)
    return {str(row.Index): (str(row[1])[:10], str(row[2])[:10]) for row in found.itertuples()}


def test_the_last_of_all_contracts_says_when_a_customer_left() -> None:
    rows = contracts(
        ("over", "2024-01-01", "2024-12-31"),
        ("changed", "2024-01-01", "2024-12-31"),
        ("changed", "2025-01-01", None),
        ("to come", "2024-01-01", "2026-01-01"),
        ("today", "2024-01-01", "2025-12-31"),
    )
    assert bonds_of(rows) == {
        "changed": ("2024-01-01", "NaT"),
        "over": ("2024-01-01", "2024-12-31"),
        "to come": ("2024-01-01", "NaT"),
        "today": ("2024-01-01", "2025-12-31"),
    }


def test_a_recorded_exit_ends_it_unless_a_contract_followed() -> None:
    rows = contracts(
        ("gone", "2024-01-01", None), ("back", "2024-01-01", "2024-06-30"), ("back", "2025-01-01", None)
    )
    exits = pd.DataFrame(
        {"customer_id": ["gone", "back", "never bound"], "day": ["2025-03-01", "2024-06-30", "2025-01-05"]}
    )
    assert bonds_of(rows, exits) == {
        "back": ("2024-01-01", "NaT"),
        "gone": ("2024-01-01", "2025-03-01"),
        "never bound": ("NaT", "2025-01-05"),
    }


def billed(customers: int = 300) -> tuple[pd.DataFrame, Relations]:
    """Monthly bills over three years; some end their contract, the last contract of all has no bill yet."""
    rng, bills, signed = np.random.default_rng(4), [], []
    for number in range(customers):
        first, length = int(rng.integers(0, 24)), int(rng.geometric(0.03))
        start = pd.Timestamp("2023-01-01") + pd.DateOffset(months=first)
        end = start + pd.DateOffset(months=length)
        ended = end <= pd.Timestamp(AS_OF)
        signed.append((f"C{number:03d}", start, end if ended else None))
        days = pd.date_range(start, min(end, pd.Timestamp(AS_OF)), freq="MS")
        bills += [(f"C{number:03d}", day, 10.0 + number % 7) for day in days]
    facts = pd.DataFrame(bills, columns=["customer_id", "day", "amount"])
    frame = pd.DataFrame(signed, columns=["customer_id", "start_day", "end_day"])
    return facts, Relations.from_frames(contracts=frame)


FACTS, TOLD = billed()


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return assess(Tables.from_frames(FACTS, relations=TOLD), AS_OF, RULES, in_full=False)


def test_nobody_has_left_whose_contract_runs(assessment: Assessment) -> None:
    frame = assessment.customers
    ended = TOLD.contracts.set_index("customer_id")["end_day"].notna().reindex(frame["customer_id"])
    assert ((frame["churn_state"] == "left").to_numpy() == ended.to_numpy()).all()
    assert frame["days_since_last_purchase"].max() > 31
    assert not frame["rhythm_alarm"].any()
    assert frame[["gap_limit_days", "silence_probability"]].isna().all().all()


def test_the_rule_and_the_retention_speak_of_contracts(assessment: Assessment) -> None:
    cards = {card.name: card for card in assessment.cards}
    assert cards["churn_rule"].message_id == "card.churn_rule.ok.contracts"
    assert (cards["churn_rule"].facts["customers"], cards["churn_rule"].facts["without"]) == (300, 0)
    year_ago = pd.Timestamp("2024-12-31")
    start, end = TOLD.contracts["start_day"], TOLD.contracts["end_day"]
    bound = (start <= year_ago) & ~(end <= year_ago)
    expected = (bound & end.isna()).sum() / bound.sum()
    assert assessment.figures["retention_rate"].value == pytest.approx(expected)
    assert not assessment.figures["churn_after_days"].is_defined


def test_peers_are_those_who_were_bound_then(assessment: Assessment) -> None:
    stand = pd.Timestamp("2024-12-31")
    start, end = TOLD.contracts["start_day"], TOLD.contracts["end_day"]
    card = next(card for card in assessment.cards if card.name == "potential_value")
    assert card.facts["peers"] == ((start <= stand) & ~(end <= stand)).sum()
    left = assessment.customers["churn_state"] == "left"
    assert (assessment.customers.loc[left, "potential_value"] == 0.0).all()


def test_without_contracts_on_file_silence_decides_and_a_card_says_so() -> None:
    found = assess(Tables.from_frames(FACTS), AS_OF, RULES, in_full=False)
    silent = assess(Tables.from_frames(FACTS), AS_OF, in_full=False)
    pd.testing.assert_frame_equal(found.customers, silent.customers)
    assert "card.contracts.not_enough_data" in {card.message_id for card in found.cards}


def test_contracts_on_file_change_no_state_where_customers_have_none_by_rule() -> None:
    told = assess(Tables.from_frames(FACTS, relations=TOLD), AS_OF, in_full=False).customers
    silent = assess(Tables.from_frames(FACTS), AS_OF, in_full=False).customers
    names = list(BEHAVIOUR_COLUMNS)
    pd.testing.assert_frame_equal(told[names], silent[names])


def test_of_a_customer_without_contract_nothing_is_said() -> None:
    fewer = dataclasses.replace(TOLD, contracts=TOLD.contracts[TOLD.contracts["customer_id"] != "C000"])
    found = assess(Tables.from_frames(FACTS, relations=fewer), AS_OF, RULES, in_full=False).customers
    row = found.set_index("customer_id").loc["C000"]
    assert row[["churn_state", "potential_value"]].isna().all()


def test_an_end_after_the_day_is_not_known_yet(assessment: Assessment) -> None:
    later = TOLD.contracts.assign(end_day=TOLD.contracts["end_day"].fillna(pd.Timestamp("2026-01-01")))
    planted = dataclasses.replace(TOLD, contracts=later)
    found = assess(Tables.from_frames(FACTS, relations=planted), AS_OF, RULES, in_full=False)
    pd.testing.assert_frame_equal(found.customers, assessment.customers)


def test_an_end_of_the_last_month_waits_for_its_renewal_where_most_are_renewed() -> None:
    rows = contracts(
        ("changed", "2024-01-01", "2024-12-31"),
        ("changed", "2025-01-01", "2025-12-31"),
        ("told", "2024-01-01", "2025-12-31"),
    )
    exits = pd.DataFrame({"customer_id": ["told"], "day": ["2025-12-31"]})
    assert bonds_of(rows, exits) == {
        "changed": ("2024-01-01", "NaT"),
        "told": ("2024-01-01", "2025-12-31"),
    }
