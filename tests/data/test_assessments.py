from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from sqlmodel import text

from data.assessments import (
    CUSTOMERS_A_PART,
    NewAssessment,
    assessment_frame,
    assessment_info,
    assessments,
    header,
    result_frame,
    store,
)
from data.database import reader
from data.errors import NotAllowedError, NotFoundError
from data.viewer import OWNER, Viewer


def assessed(
    customers: pd.DataFrame | None = None, as_of: dt.date = dt.date(2024, 1, 31), **changes
) -> NewAssessment:
    frame = customers if customers is not None else frame_of(3)
    values = {
        "as_of": as_of,
        "data_version": 4,
        "settings": {"margin_rate": None, "value_share": 0.8},
        "customers": frame,
        "figures": {"customers": {"value": 3.0, "low": math.nan, "n": 3}},
        "cards": [{"name": "value_basis", "facts": {"basis": "sales", "since": dt.date(2023, 1, 1)}}],
    }
    return NewAssessment(**(values | changes))


def frame_of(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": pd.Series([f"{number:05d}" for number in range(count)], dtype="str"),
            "customer_key": np.arange(count, dtype="int64"),
            "last_purchase_day": pd.Timestamp("2024-01-05"),
            "current_value": np.where(np.arange(count) % 2, 12.5, np.nan),
            "value_tier": pd.Series(["gold", None, "lead"] * (count // 3 + 1), dtype="str").iloc[:count],
            "rhythm_alarm": np.arange(count) % 2 == 0,
        }
    )


def test_what_is_stored_comes_back_to_the_last_digit(slug):
    number = store(OWNER, slug, assessed())
    pd.testing.assert_frame_equal(assessment_frame(OWNER, slug, number), frame_of(3))


def test_only_the_columns_asked_for_are_read(slug):
    number = store(OWNER, slug, assessed())
    frame = assessment_frame(OWNER, slug, number, ["value_tier", "not_invented_then"])
    assert list(frame.columns) == ["value_tier"]
    assert frame["value_tier"].fillna("-").tolist() == ["gold", "-", "lead"]


def test_parts_hold_at_most_a_hundred_thousand_customers(slug):
    many = frame_of(2 * CUSTOMERS_A_PART + 1)
    number = store(OWNER, slug, assessed(many))
    with reader(slug) as session:
        assert session.exec(text("SELECT count(*) FROM assessment_part")).one()[0] == 3
    pd.testing.assert_frame_equal(assessment_frame(OWNER, slug, number), many)
    assert assessments(OWNER, slug)[0].customers_count == 200_001


def test_an_assessment_of_nobody_has_its_columns(slug):
    number = store(OWNER, slug, assessed(frame_of(0)))
    pd.testing.assert_frame_equal(assessment_frame(OWNER, slug, number), frame_of(0))


def test_the_header_keeps_plain_values_and_null_for_what_is_undefined(slug):
    number = store(OWNER, slug, assessed())
    found = header(OWNER, slug, number)
    assert (found.as_of, found.data_version, found.customers_count) == (dt.date(2024, 1, 31), 4, 3)
    assert found.settings == {"margin_rate": None, "value_share": 0.8}
    assert found.figures == {"customers": {"value": 3.0, "low": None, "n": 3}}
    assert found.cards == [{"name": "value_basis", "facts": {"basis": "sales", "since": "2023-01-01"}}]


def test_numbers_of_numpy_are_plain_numbers(slug):
    figures = {"share": {"value": np.float64(0.25), "n": np.int64(7), "low": np.float64("nan")}}
    found = header(OWNER, slug, store(OWNER, slug, assessed(figures=figures)))
    assert found.figures == {"share": {"value": 0.25, "n": 7, "low": None}}


def test_a_later_assessment_stands_beside_the_earlier_and_the_latest_date_comes_first(slug):
    march, january = dt.date(2024, 3, 31), dt.date(2024, 1, 31)
    made = [
        store(OWNER, slug, assessed(as_of=march)),
        store(OWNER, slug, assessed(as_of=january)),
        store(OWNER, slug, assessed(as_of=march, settings={"margin_rate": 0.3})),
        store(OWNER, slug, assessed(as_of=march, data_version=5)),
    ]
    assert [one.assessment_id for one in assessments(OWNER, slug)] == [made[3], made[2], made[0], made[1]]
    assert len(set(made)) == 4


def test_of_the_same_day_data_and_rules_the_last_is_listed_and_the_others_are_found_by_their_number(slug):
    short, full = (store(OWNER, slug, assessed()) for _ in range(2))
    assert [one.assessment_id for one in assessments(OWNER, slug)] == [full]
    assert assessment_info(OWNER, slug, short).assessment_id == short
    assert header(OWNER, slug, short).as_of == assessment_info(OWNER, slug, full).as_of


def test_what_is_not_there_is_not_found(slug):
    for reading in (header, assessment_info, assessment_frame):
        with pytest.raises(NotFoundError, match=r"error\.assessment_not_found"):
            reading(OWNER, slug, 9)


def test_an_assessment_is_stored_whole_or_not_at_all(slug):
    with pytest.raises(TypeError):
        store(OWNER, slug, assessed(cards=[{"name": object()}]))
    assert assessments(OWNER, slug) == []


def test_viewers_read_their_company_and_only_its_owner_stores(slug):
    number = store(OWNER, slug, assessed())
    stranger, guest = Viewer(only="elsewhere"), Viewer(role="guest", only=slug)
    assert header(guest, slug, number).customers_count == 3
    with pytest.raises(NotAllowedError):
        store(guest, slug, assessed())
    for reading in (header, assessment_info, assessment_frame):
        with pytest.raises(NotAllowedError):
            reading(stranger, slug, number)
    with pytest.raises(NotAllowedError):
        assessments(stranger, slug)


def test_a_table_of_results_comes_back_by_its_name(slug):
    table = pd.DataFrame({"item_id": ["q1", "客服"], "importance": [0.25, float("nan")], "n": [30, 12]})
    number = store(OWNER, slug, assessed(frames={"drivers": table}))
    pd.testing.assert_frame_equal(result_frame(OWNER, slug, number, "drivers"), table)
    assert result_frame(OWNER, slug, number, "silent") is None


def test_a_masked_viewer_isnt_told_what_was_promised_in_free_words_nor_by_whom(slug):
    promises = pd.DataFrame(
        {"promise": ["said", "agent", "talk"], "group": ["a room for Ada", "Bo", "visit"]}
    )
    answers = pd.DataFrame({"row_key": [1], "said": ["a room for Ada"], "agent": ["Bo"], "talk": ["visit"]})
    number = store(OWNER, slug, assessed(frames={"promises": promises, "answers": answers}))
    masked = Viewer(masked=True)
    assert result_frame(masked, slug, number, "promises")["promise"].tolist() == ["talk"]
    assert list(result_frame(masked, slug, number, "answers")) == ["row_key", "talk"]
    assert list(result_frame(OWNER, slug, number, "answers")) == list(answers)
