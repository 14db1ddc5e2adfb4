"""Are the questions of a wide file told from its other columns, and pairs joined?"""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import DataError
from data.importing.item_names import suggested_role
from data.importing.opening import open_file
from data.importing.scores import scores
from data.importing.source import load
from data.importing.survey_items import layout_of

WIDE = "id,age,reliability_e,reliability_p,csat,wifi,wifi_importance,member,remark\n" + "".join(
    f"{n},{20 + n},{4 + n % 3},{1 + n % 5},{1 + n % 5},{1 + n % 5},{n * 7},{n % 2},word{n}\n"
    for n in range(40)
)


def raw_of(path: Path, text: str):
    path.write_bytes(text.encode())
    return open_file(load(path), {}).raw


def test_questions_are_columns_on_a_scale_and_pairs_are_one(tmp_path):
    found = layout_of(raw_of(tmp_path / "wide.csv", WIDE), {"respondent": "id"}, {})
    assert found.is_wide
    assert [(item.item_id, item.role, dict(item.columns)) for item in found.items] == [
        ("reliability", "reliability", {"expectation": "reliability_e", "score": "reliability_p"}),
        ("csat", "csat", {"score": "csat"}),
        ("wifi", None, {"score": "wifi", "importance": "wifi_importance"}),
        ("remark", "", {"words": "remark"}),
    ]
    assert found.unused == ("age", "member")


def test_what_was_expected_may_stand_in_front_of_the_question(tmp_path):
    headings = "id,Expected: Food,Perceived: Food,Importance: Food,期望：可靠性,感知：可靠性"
    rows = "".join(f"{n},{1 + n % 5},{1 + n % 4},{5 * (n % 21)},{1 + n % 5},{1 + n % 3}\n" for n in range(60))
    found = layout_of(raw_of(tmp_path / "wide.csv", f"{headings}\n{rows}"), {"respondent": "id"}, {})
    food = {"expectation": "Expected: Food", "score": "Perceived: Food", "importance": "Importance: Food"}
    reliability = {"expectation": "期望：可靠性", "score": "感知：可靠性"}
    assert [(item.item_id, item.role) for item in found.items] == [("Food", None), ("可靠性", "reliability")]
    assert [{**item.columns} for item in found.items] == [food, reliability]


def test_the_scale_at_the_end_of_a_heading_is_not_part_of_the_question(tmp_path):
    headings = "id,food expected (1-7),food perceived （1-7）,points food"
    rows = "".join(f"{n},{1 + n % 7},{1 + n % 6},{5 * (n % 21)}\n" for n in range(70))
    found = layout_of(raw_of(tmp_path / "wide.csv", f"{headings}\n{rows}"), {"respondent": "id"}, {})
    parts = {
        "expectation": "food expected (1-7)",
        "score": "food perceived （1-7）",
        "importance": "points food",
    }
    assert [(item.item_id, {**item.columns}) for item in found.items] == [("food", parts)]


def test_the_user_may_name_the_questions(tmp_path):
    raw = raw_of(tmp_path / "wide.csv", WIDE)
    found = layout_of(raw, {"respondent": "id"}, {"items": "wifi, wifi_importance"})
    assert [dict(item.columns) for item in found.items] == [
        {"score": "wifi", "importance": "wifi_importance"}
    ]
    with pytest.raises(DataError) as error:
        layout_of(raw, {}, {"items": "wi-fi"})
    assert (error.value.message_id, error.value.parameters["heading"]) == ("import.heading_unknown", "wi-fi")


def test_a_file_with_a_column_of_questions_is_long(tmp_path):
    raw = raw_of(tmp_path / "long.csv", "who,question,score\nA,q1,3\nB,q1,4\n")
    assert not layout_of(raw, {"item": "question", "score": "score"}, {}).is_wide


@pytest.mark.parametrize(
    ("item", "role"),
    [
        ("NPS", "nps"),
        ("可靠性", "reliability"),
        ("Overall satisfaction", "csat"),
        ("satisfaction", "csat"),
        ("Food", None),
    ],
)
def test_a_role_is_taken_from_a_term_of_the_field_alone(item, role):
    assert suggested_role(item) == role


def test_scores_are_read_with_either_decimal_sign_and_words_for_no_answer(tmp_path):
    raw = raw_of(tmp_path / "s.csv", 'answer,customer\n"4,5",A\n４分,B\nn/a,C\n,D\ngood,E\n-2,F\n★★★★☆,G\n')
    found = scores(raw.encoded("answer"))
    assert found.counts() == {4.5: 1, 4.0: 2, -2.0: 1}
    assert found.is_not_applicable.tolist() == [False, False, True, False, False, False, False]
    assert found.is_missing.tolist() == [False, False, False, True, False, False, False]
    assert found.is_unreadable.tolist() == [False, False, False, False, True, False, False]
