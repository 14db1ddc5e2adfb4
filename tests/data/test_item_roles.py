"""Is each question given its role once, taken back whole, and never filled in against somebody's word?"""

from __future__ import annotations

import pytest

from data import item_roles
from data.errors import ChangedMeanwhileError, DataError, NotAllowedError, NotFoundError
from data.importing.item_names import likely_role
from data.relations import relations
from data.viewer import OWNER, Viewer
from data.workspaces import data_version
from tests.data.importing.voice_files import bring_in

ROWS = "".join(f"{n},{n % 5 + 1},{n % 6},{n % 11}\n" for n in range(60))
ANSWERS = "respondent,Seat comfort,Food and drink,nps\n" + ROWS


@pytest.fixture
def asked(slug, tmp_path):
    answers = {"survey_day": "2025-06-30", "missing_codes": "0"}
    bring_in(slug, tmp_path / "a.csv", "survey_answers", ANSWERS, answers=answers)
    return slug


def roles_of(slug: str) -> dict[str, str | None]:
    return {one.item_id: one.role for one in item_roles.items(OWNER, slug)}


def seen(slug: str) -> dict[str, int]:
    return {one.item_id: one.version for one in item_roles.items(OWNER, slug)}


def test_a_question_shows_its_scale_its_answers_and_what_means_none(asked):
    seat, food, nps = item_roles.items(OWNER, asked)
    assert (seat.scale_low, seat.scale_high, seat.answers, seat.not_applicable, seat.missing_codes) == (
        1, 5, 60, 0, "0",
    )  # fmt: skip
    assert (food.answers, food.not_applicable) == (50, 10)
    assert [(one.role, one.suggested) for one in (seat, food, nps)] == [
        (None, "cause_product"),
        (None, "cause_product"),
        ("nps", "nps"),
    ]


def test_roles_are_saved_together_and_taken_back_together(asked):
    before, version = roles_of(asked), data_version(OWNER, asked)
    chosen = {"Seat comfort": "csat", "Food and drink": item_roles.NO_ROLE}
    change = item_roles.save_roles(OWNER, asked, chosen, seen(asked))
    assert roles_of(asked) == before | chosen
    assert data_version(OWNER, asked) == version + 1
    items = relations(OWNER, asked).survey_items.set_index("item_id")["role"]
    assert (items["Seat comfort"], items.isna()["Food and drink"]) == ("csat", True)
    item_roles.take_back(OWNER, asked, change)
    assert (roles_of(asked), data_version(OWNER, asked)) == (before, version + 2)
    assert [one.undone_at is None for one in item_roles.role_changes(OWNER, asked)] == [False]
    with pytest.raises(DataError, match=r"item_roles\.already_taken_back"):
        item_roles.take_back(OWNER, asked, change)


def test_what_somebody_said_to_be_none_is_filled_by_no_later_file(asked, tmp_path):
    item_roles.save_roles(OWNER, asked, {"nps": item_roles.NO_ROLE}, seen(asked))
    later = {"survey_day": "2025-07-31", "missing_codes": "0"}
    bring_in(asked, tmp_path / "b.csv", "survey_answers", ANSWERS, answers=later)
    assert roles_of(asked)["nps"] == item_roles.NO_ROLE


def test_nobody_overwrites_what_another_said_meanwhile(asked):
    version = seen(asked)
    item_roles.save_roles(OWNER, asked, {"nps": "csat"}, version)
    with pytest.raises(ChangedMeanwhileError, match=r"item_roles\.changed_meanwhile"):
        item_roles.save_roles(OWNER, asked, {"nps": "ces"}, version)
    with pytest.raises(DataError, match=r"item_roles\.nothing_changed"):
        item_roles.save_roles(OWNER, asked, {"nps": "csat"}, seen(asked))
    with pytest.raises(NotFoundError, match=r"item_roles\.item_not_found"):
        item_roles.save_roles(OWNER, asked, {"gone": "csat"}, {"gone": 1})
    with pytest.raises(NotAllowedError):
        item_roles.save_roles(Viewer(role="reader"), asked, {"nps": "ces"}, seen(asked))


@pytest.mark.parametrize(
    ("words", "high", "role"),
    [
        ("How likely are you to recommend us to a friend?", 10, "nps"),
        ("How likely are you to recommend us to a friend?", 5, None),
        ("Overall, how satisfied are you with your stay?", 5, "csat"),
        ("IMAG3", 10, "image"),
        ("您会再次购买吗？", 7, "loyalty_intention"),
        ("Checkin service", 5, "cause_service"),
        ("The company made it easy for me to solve my problem", 7, "ces_ease"),
        ("How much effort did it cost you?", 7, "ces"),
        ("工作人员的态度", 5, "cause_care"),
        ("They should keep what they promise", 7, "expectation_reliability"),
        ("Q17", 5, None),
    ],
)
def test_words_suggest_a_role(words, high, role):
    assert likely_role(words, float(high)) == role
