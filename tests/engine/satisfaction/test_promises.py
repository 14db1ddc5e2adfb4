"""Is experience held against what had been promised, as far as the files say?"""

from __future__ import annotations

import pandas as pd
import pytest

from engine.contracts import Relations
from engine.satisfaction.answers import answers_of
from engine.satisfaction.promises import promise_table
from tests.engine.satisfaction.survey_rows import answer, item

DAY = pd.Timestamp("2025-12-31")


def told(**more: list[dict]) -> tuple[pd.DataFrame, pd.DataFrame, Relations]:
    """Sixty respondents: those with an even number expected 8 and got 6, the others 6 and 6."""
    rows = [
        answer(f"C{n}", "x", 6.0, "2025-06-01", expectation=8.0 if n % 2 == 0 else 6.0) for n in range(60)
    ]
    frames = {kind: pd.DataFrame(found) for kind, found in more.items()}
    relations = Relations.from_frames(
        survey_answers=pd.DataFrame(rows), survey_items=pd.DataFrame([item("x", "experience")]), **frames
    )
    customers = pd.DataFrame(
        {
            "customer_id": [f"C{n}" for n in range(60)],
            "amount_12m": [126.0 if n % 2 == 0 else 120.0 for n in range(60)],
            "last_purchase_day": DAY,
        }
    )
    return answers_of(relations, DAY.date()).frame, customers, relations


def test_the_last_talk_before_the_sale_within_half_a_year_counts() -> None:
    talk = {"channel": "shop", "purpose": "advice", "stage": "before the sale"}
    contacts = [{"customer_id": f"C{n}", "day": pd.Timestamp("2025-03-01"), **talk} for n in range(0, 60, 2)]
    contacts += [
        {**contacts[0], "customer_id": "C1", "day": pd.Timestamp("2024-03-01")},
        {**contacts[0], "customer_id": "C3", "stage": "after the sale"},
        {**contacts[0], "customer_id": "C5", "day": pd.Timestamp("2025-06-02")},
    ]
    found = promise_table(*told(contacts=contacts)).set_index("group")
    assert found["promise"].unique().tolist() == ["talk"]
    assert found.loc["advice · shop", ["expected", "experienced", "gap", "n"]].tolist() == pytest.approx(
        [0.8, 0.6, -0.2, 30]
    )
    assert found.loc["nothing", ["gap", "n"]].tolist() == pytest.approx([0.0, 30])


def test_offers_are_those_made_not_those_held_back_and_few_are_left_out() -> None:
    day = pd.Timestamp("2025-05-01")
    made = [{"customer_id": f"C{n}", "day": day, "measure": "voucher", "is_control": 0.0} for n in range(6)]
    made += [
        {"customer_id": f"C{n}", "day": day, "measure": "call", "is_control": 0.0} for n in range(10, 14)
    ]
    made += [
        {"customer_id": f"C{n}", "day": day, "measure": "voucher", "is_control": 1.0} for n in range(20, 30)
    ]
    found = promise_table(*told(rescues=made)).set_index("group")
    assert found["n"].to_dict() == {"voucher": 6, "nothing": 50}
    assert pd.isna(found.loc["voucher", "gap"])


def test_bills_above_the_agreed_fee_are_told_apart_for_those_bound_a_whole_year() -> None:
    """Ten a month are 120 a year; 126 is five percent more."""
    start = {n: pd.Timestamp("2024-01-01" if n < 50 else "2025-06-01") for n in range(60)}
    contracts = [{"customer_id": f"C{n}", "start_day": start[n], "fee_per_month": 10.0} for n in range(60)]
    contracts += [{"customer_id": "C0", "start_day": start[0], "fee_per_month": 5.0}]
    found = promise_table(*told(contracts=contracts)).set_index("group")
    assert found["n"].to_dict() == {"as_agreed": 25, "billed_more": 24}
    assert found["promise"].unique().tolist() == ["fee"]


def test_without_a_pair_or_a_promise_nothing_is_told() -> None:
    answers, customers, relations = told()
    assert promise_table(answers, customers, relations).empty
    assert promise_table(answers.assign(expectation=float("nan")), customers, relations).empty


def test_what_a_contact_notes_as_promised_counts_whenever_it_was_and_so_does_who_promised_it() -> None:
    day = pd.Timestamp("2025-04-01")
    contacts = [
        {
            "customer_id": f"C{n}",
            "day": day,
            "channel": "Phone " if n % 8 == 0 else "phone",
            "agent": ("ada" if n % 8 == 0 else "Ada") if n < 20 else "Bo",
            "promise": said,
        }
        for n, said in ((n, "back in an hour" if n % 2 == 0 else None) for n in range(40))
    ]
    found = promise_table(*told(contacts=contacts)).set_index(["promise", "group"])["n"]
    assert found.to_dict() == {
        ("said", "back in an hour"): 20, ("said", "nothing"): 40,
        ("agent", "Ada"): 10, ("agent", "Bo"): 10, ("agent", "nothing"): 40,
        ("talk", "phone"): 20, ("talk", "nothing"): 40,
    }  # fmt: skip
