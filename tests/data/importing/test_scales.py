"""Is a scale found where the answers tell it, asked where they don't, and is no code taken for a score?"""

from __future__ import annotations

import pytest

from data.errors import DataError
from data.importing.chosen_scales import chosen_scales, scales_offer
from data.importing.missing_codes import suspected_codes
from data.importing.scales import Scale, named_scale, parse_scale, scales_of

FIVE = {1.0: 10, 2.0: 10, 3.0: 10, 4.0: 10, 5.0: 10}


def ids(questions):
    return [question.id for question in questions]


def choices(question):
    return [choice.id for choice in question.choices]


def test_a_scale_is_told_by_both_ends_of_enough_answers():
    found, asked = scales_of({"q": FIVE}, {})
    assert (found.by_item, asked) == ({"q": Scale(1, 5)}, ())


def test_few_answers_or_an_unused_end_leave_the_scale_open():
    found, asked = scales_of({"few": {1.0: 2, 5.0: 2}, "no_top": {1.0: 30, 4.0: 30}}, {})
    assert (found.by_item, ids(asked)) == ({}, ["scale", "scale_2"])
    assert choices(asked[0])[:3] == ["1-5", "1-6", "0-5"]
    assert asked[0].parameters == {"seen": "1 … 5", "count": 1}


def test_an_item_takes_the_scale_that_others_of_its_file_tell():
    found, asked = scales_of({"told": FIVE, "few": {2.0: 3, 5.0: 1}}, {})
    assert (found.by_item["few"], asked) == (Scale(1, 5), ())


def test_many_answers_far_below_the_top_of_another_questions_scale_are_asked_about():
    seven = {float(score): 9 for score in range(1, 8)}
    found, asked = scales_of({"told": seven, "effort": {1.0: 30, 4.0: 30}, "near": {2.0: 30, 6.0: 1}}, {})
    assert (found.by_item.get("effort"), found.by_item["near"]) == (None, Scale(1, 7))
    assert [(one.id, one.column) for one in asked] == [("scale", "effort")]


def test_a_named_scale_goes_before_the_one_that_answers_tell():
    ten = {"q": {float(score): 9 for score in range(1, 11)}}
    chosen = chosen_scales("q=0-10", ten)
    found, asked = scales_of(ten, {}, chosen)
    assert (found.by_item, asked) == ({"q": Scale(0, 10)}, ())
    offer = scales_offer(found.by_item, ten)
    assert (offer.settled, offer.choices[0].examples) == ({"q": "0-10"}, ("1 … 10",))
    for wrong, message in (("p=0-10", "import.heading_unknown"), ("q=ten", "voices.not_a_scale")):
        with pytest.raises(DataError) as error:
            chosen_scales(wrong, ten)
        assert error.value.message_id == message


def test_an_answer_settles_the_scale():
    found, asked = scales_of({"q": {1.0: 2, 5.0: 2}}, {"scale": "1-7"})
    assert (found.by_item, ids(asked)) == ({"q": Scale(1, 7)}, ["scale"])
    with pytest.raises(DataError) as error:
        scales_of({"q": {1.0: 2, 5.0: 2}}, {"scale": "seven"})
    assert (error.value.message_id, error.value.parameters) == ("voices.not_a_scale", {"answer": "seven"})


@pytest.mark.parametrize(
    ("name", "counts", "codes"),
    [
        ("q", {0.0: 1, **FIVE}, {0}),
        ("q", {0.0: 1, 4.0: 3, 9.0: 2, 10.0: 1}, {0}),
        ("q", {99.0: 1, **FIVE}, {99}),
        ("q", {-99.0: 1, **FIVE}, {-99}),
        ("q", {8.0: 1, 9.0: 1, **FIVE}, {8, 9}),
        ("q", {1.0: 1, 7.0: 1, 9.0: 1}, {9}),
        ("q", {-1.0: 1, **FIVE}, {-1}),
        ("q", {-99.0: 1, -2.0: 1, 0.0: 1, 2.0: 1}, {-99}),
        ("q", {1.0: 1, 8.0: 1, 9.0: 1, 10.0: 1}, set()),
        ("q", {0.0: 1, 50.0: 1, 98.0: 1, 99.0: 1, 100.0: 1}, set()),
        ("q", {-2.0: 1, -1.0: 1, 0.0: 1, 1.0: 1}, set()),
        ("NPS", {0.0: 1, 1.0: 1, 9.0: 1, 10.0: 1}, set()),
        ("NPS", {0.0: 1, 4.0: 1, 10.0: 1}, set()),
    ],
)
def test_codes_stand_at_the_edge_of_a_scale_or_apart_from_it(name, counts, codes):
    assert suspected_codes(name, counts) == codes


def test_codes_are_asked_for_with_what_either_answer_means():
    found, (asked,) = scales_of({"q": {0.0: 7, **FIVE}}, {})
    assert (asked.id, choices(asked), asked.parameters) == (
        "missing_codes",
        ["0", "none"],
        {"codes": "0: 7×", "count": 1},
    )
    assert [choice.examples for choice in asked.choices] == [("1 … 5",), ("0 … 5",)]
    assert found.codes == {"q": frozenset()}


def test_the_answer_says_which_numbers_are_codes():
    items = {"q": {0.0: 7, 99.0: 1, **FIVE}}
    both, _ = scales_of(items, {"missing_codes": "0,99"})
    assert (both.codes["q"], both.by_item["q"]) == ({0, 99}, Scale(1, 5))
    none, _ = scales_of({"q": {0.0: 7, **FIVE}}, {"missing_codes": "none"})
    assert (none.codes["q"], none.by_item["q"]) == (frozenset(), Scale(0, 5))
    with pytest.raises(DataError) as error:
        scales_of(items, {"missing_codes": "7"})
    assert error.value.parameters["choices"] == "0,99, 0, 99, none"


def test_a_form_has_one_scale_where_zero_is_a_score():
    found, _ = scales_of({"zero": {0.0: 7, **FIVE}, "one": FIVE}, {"missing_codes": "none"})
    assert found.by_item == {"zero": Scale(0, 5), "one": Scale(0, 5)}


@pytest.mark.parametrize(
    ("text", "scale"), [("1-5", (1, 5)), ("0 to 10", (0, 10)), ("1至7", (1, 7)), ("-2 - 2", (-2, 2))]
)
def test_scales_are_written_in_several_ways(text, scale):
    assert parse_scale(text) == Scale(*scale)


def test_what_has_no_two_ends_is_no_scale():
    assert [parse_scale(text) for text in ("5", "5-1", "likert")] == [None, None, None]


@pytest.mark.parametrize(
    ("name", "counts", "scale"),
    [
        ("Would you recommend us (0-10)?", {3.0: 4, 9.0: 5}, Scale(0, 10)),
        ("服务（1至5分）", {2.0: 4, 4.0: 5, 0.0: 3}, Scale(1, 5)),
        ("Rooms: 1 = poor, 5 = excellent", {2.0: 1}, Scale(1, 5)),
        ("Aged 18-30", {3.0: 4}, None),
        ("Speed (1-5)", {70.0: 4, 90.0: 4}, None),
    ],
)
def test_a_question_may_name_its_scale(name, counts, scale):
    assert named_scale(name, counts) == scale


def test_who_would_recommend_is_asked_from_zero():
    told = {float(score): 9 for score in range(1, 11)}
    high = {float(score): 9 for score in range(4, 11)}
    found, _ = scales_of({"Recommend us?": told, "您会推荐我们吗": high, "Image": told}, {})
    from_zero = dict.fromkeys(("Recommend us?", "您会推荐我们吗"), Scale(0, 10))
    assert found.by_item == {**from_zero, "Image": Scale(1, 10)}
