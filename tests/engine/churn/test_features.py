"""What is known of a customer on a day: by hand, then laws."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from data.sample.telephone_company import telephone_company
from engine.churn.chronicle import chronicle
from engine.churn.features import FeatureFrame, features_at
from engine.churn.month_grid import grid_day, month_numbers
from engine.contracts import Relations, Tables
from engine.months import months_before
from tests.engine.churn.sample_companies import telephone_tables

AS_OF = dt.date(2025, 12, 31)


def days(*texts):
    return np.array(texts, dtype="datetime64[D]")


def tables(purchases, **frames):
    rows = pd.DataFrame(purchases, columns=["customer_id", "day", "amount"])
    return Tables.from_frames(rows, relations=Relations.from_frames(**frames))


def features_of(known: Tables, as_of: dt.date) -> FeatureFrame:
    return features_at(chronicle(known, as_of).landmark(0))


PURCHASES = [
    ("A", "2025-01-10", 100.0),
    ("A", "2025-11-11", 50.0),
    ("A", "2025-12-21", 30.0),
    ("A", "2025-12-22", -15.0),
    ("B", "2024-06-30", 80.0),
    ("B", "2024-07-10", 80.0),
]


def test_a_month_ends_with_the_day_of_as_of():
    assert month_numbers(days("2025-12-31", "2025-12-01", "2025-11-30"), AS_OF).tolist() == [0, 0, 1]
    middle = dt.date(2025, 3, 15)
    found = month_numbers(days("2025-03-15", "2025-02-16", "2025-02-15", "2025-03-16"), middle)
    assert found.tolist() == [0, 0, 1, -1]


@pytest.mark.parametrize("as_of", [dt.date(2025, 1, 31), dt.date(2024, 2, 29), dt.date(2025, 3, 30)])
def test_month_numbers_agree_with_the_months_before_a_day(as_of):
    every = np.arange(np.datetime64("2022-01-01"), np.datetime64(as_of) + 1)
    found = month_numbers(every, as_of)
    for back in (0, 1, 2, 11, 12, 24):
        newest, oldest = (
            np.datetime64(months_before(as_of, back)),
            np.datetime64(months_before(as_of, back + 1)),
        )
        assert np.array_equal(found == back, (every <= newest) & (every > oldest))


def test_purchases_by_hand():
    a, b = features_of(tables(PURCHASES), AS_OF).frame.to_dict("records")
    assert a["silence_days"] == 10.0
    assert (a["purchase_days_1m"], a["purchase_days_3m"], a["purchase_days_12m"]) == (1.0, 2.0, 3.0)
    assert a["amount_12m"] == 165.0
    assert a["refund_share_12m"] == pytest.approx(15.0 / 180.0)
    # Three gaps of 345 + 10 days in the company: A's two of 345 days are drawn to their mean of 118.3.
    assert a["own_gap_days"] == pytest.approx((345.0 + 355.0 / 3.0) / 3.0)
    assert b["silence_days"] == 539.0
    assert b["purchase_days_12m"] == 0.0
    assert np.isnan(b["refund_share_12m"])


def test_a_past_landmark_sees_what_an_assessment_of_that_day_would():
    known = chronicle(tables(PURCHASES), AS_OF)
    then = dt.date(2025, 6, 30)
    looked_back = features_at(known.landmark(6)).frame
    of_the_day = features_of(tables([row for row in PURCHASES if row[1] <= "2025-06-30"]), then).frame
    pd.testing.assert_frame_equal(looked_back, of_the_day)


COMPLAINTS = {
    "complaint_id": ["1", "2", "3"],
    "customer_id": ["A", "A", "B"],
    "opened_at": ["2025-12-31", "2025-10-01", "2026-01-01"],
    "cause": ["price", None, "price"],
}
STEPS = {
    "complaint_id": ["1", "2", "2", "2"],
    "customer_id": ["A", "A", "A", "A"],
    "at": ["2025-12-31", "2025-10-01", "2025-10-11", "2025-10-12"],
    "state": ["received", "received", "resolved", "reopened"],
}


def test_complaints_fade_and_those_to_come_are_unseen():
    found = features_of(
        tables(PURCHASES, complaints=pd.DataFrame(COMPLAINTS), complaint_events=pd.DataFrame(STEPS)), AS_OF
    )
    a, b = found.frame.to_dict("records")
    # Of 91 days ago, so 0.5 ** (91 / 60.875).
    faded = 0.5 ** (91.0 / 60.875)
    assert (a["complaint_price"], a["complaint_other_cause"]) == (1.0, pytest.approx(faded))
    assert (a["complaints_open"], a["complaints_reopened"]) == (1.0, pytest.approx(faded))
    # The open one has waited for one day by the night, the other waited for ten.
    assert a["complaint_wait"] == pytest.approx(1.0 + 10.0 * faded)
    assert (b["complaint_price"], b["complaints_12m"]) == (0.0, 0.0)
    assert found.groups["complaint_price"] == "price"
    assert found.groups["complaints_open"] == "response_to_failure"
    assert found.groups["complaints_12m"] == "none"


def test_answers_are_put_on_their_scale_and_compared_with_the_one_before():
    day = ["2025-01-01", "2025-06-01"] * 15
    answers = pd.DataFrame(
        {
            "item_id": "q",
            "customer_id": np.repeat([f"C{number}" for number in range(15)], 2),
            "day": day,
            "score": [5.0, 2.0] * 15,
        }
    )
    items = pd.DataFrame({"item_id": ["q"], "role": ["csat"], "scale_low": [1.0], "scale_high": [5.0]})
    bought = [(f"C{number}", "2025-01-01", 1.0) for number in range(15)]
    found = features_of(tables(bought, survey_answers=answers, survey_items=items), AS_OF).frame
    assert found["answer: csat"].tolist() == [0.25] * 15
    assert found["answer change: csat"].tolist() == [-0.75] * 15


def test_an_attribute_counts_from_the_day_it_was_known():
    rows = pd.DataFrame(
        {
            "customer_id": ["A", "A", "B", "A", "B"],
            "known_on": ["2024-01-01", "2025-12-01", "2024-01-01", "2024-01-01", "2026-03-01"],
            "name": ["rooms", "rooms", "rooms", "city", "city"],
            "value": ["2", "3", "4", "Seehof", "Tesslin"],
        }
    )
    known = chronicle(tables(PURCHASES, attributes=rows), AS_OF)
    assert features_at(known.landmark(0)).frame["attribute: rooms"].tolist() == [3.0, 4.0]
    assert features_at(known.landmark(3)).frame["attribute: rooms"].tolist() == [2.0, 4.0]
    assert features_at(known.landmark(0)).frame["attribute: city"].fillna("?").tolist() == ["Seehof", "?"]


def test_a_contract_tells_tenure_fee_and_tariff():
    rows = pd.DataFrame(
        {
            "customer_id": ["A", "A"],
            "contract_id": ["1", "2"],
            "start_day": ["2024-12-31", "2025-06-30"],
            "end_day": ["2025-06-29", None],
            "fee_per_month": [20.0, 40.0],
            "tariff": ["S", "L"],
        }
    )
    a, b = features_of(tables(PURCHASES, contracts=rows), AS_OF).frame.to_dict("records")
    assert a["contract_tenure_months"] == pytest.approx(365.0 / 30.4375)
    assert a["contract_age_months"] == pytest.approx(184.0 / 30.4375)
    assert (a["fee_per_month"], a["tariff"], a["contracts_signed"]) == (40.0, "L", 2.0)
    assert a["fee_change"] == pytest.approx(np.log(2.0))
    # 65 in the three months up to as_of, against 3 x 40.
    assert a["billed_per_fee_3m"] == pytest.approx(65.0 / 3.0 / 40.0)
    assert pd.isna(b["tariff"])
    assert np.isnan(b["contract_tenure_months"])


def test_a_company_of_contracts_alone_has_no_columns_of_purchases():
    rows = pd.DataFrame({"customer_id": ["A"], "start_day": ["2025-01-31"], "fee_per_month": [9.0]})
    found = features_of(tables([("A", "2026-01-01", 1.0)], contracts=rows), AS_OF)
    assert "silence_days" not in found.frame
    assert found.frame["fee_per_month"].tolist() == [9.0]


def test_grid_days_end_months():
    assert [str(grid_day(AS_OF, back)) for back in (0, 1, 10)] == ["2025-12-31", "2025-11-30", "2025-02-28"]


def test_nothing_of_a_later_day_shows_in_a_past_landmark_of_a_whole_company():
    tables_of_all = telephone_tables(telephone_company(5, 300))
    looked_back = features_at(chronicle(tables_of_all, dt.date(2026, 10, 31)).landmark(6)).frame
    of_the_day = features_of(tables_of_all, dt.date(2026, 4, 30)).frame
    common = [name for name in looked_back if name in of_the_day]
    assert len(common) > 60
    pd.testing.assert_frame_equal(looked_back[common], of_the_day[common], rtol=1e-4)
