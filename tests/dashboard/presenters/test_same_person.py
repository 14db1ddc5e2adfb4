from __future__ import annotations

import datetime as dt

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.same_person import apart_view, merge_views, pair_view

ENGLISH = Reader(Texts("en"), Formats("en", "EUR"))
CHINESE = Reader(Texts("zh_CN"), Formats("zh_CN", "CNY"))
NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)

ANNA = {
    "ids": ("C-1", "K9"),
    "attributes": {"name": "Anna Schmidt", "city": "Köln", "phone": "1"},
    "facts": {"transaction": 1204, "contract": 0, "complaint": 0},
    "amount": 1204.6,
    "first_day": dt.date(2024, 1, 5),
    "last_day": dt.date(2024, 2, 29),
}
ANNE = {
    "ids": ("W-7",),
    "attributes": {"name": "Schmidt, Anna", "city": "Köln", "wish": "sea view", "phone": "2"},
    "facts": {"transaction": 0, "contract": 0, "complaint": 2},
    "amount": 0.0,
    "first_day": None,
    "last_day": None,
}
PAIR = {
    "score": 0.9991,
    "reasons": ("same_name", "same_city"),
    "against": ("other_place",),
    "written_differently": frozenset({"name"}),
}
MERGE = {
    "kept_id": "C-1",
    "merged_id": "W-7",
    "reasons": ("same_email",),
    "merged_at": NOON,
    "undone_at": None,
    "is_void": False,
}


def test_a_pair_is_laid_side_by_side():
    view = pair_view(PAIR, ANNA, ANNE, {"phone": "Phone"}, ENGLISH)
    assert view.title == "Anna Schmidt / Schmidt, Anna · C-1, K9 and W-7"
    assert view.reasons == "For it: same name, same city."
    assert view.against == "Against it: different cities or postcodes."
    assert view.compared.to_numpy().tolist() == [
        ["Id", "C-1, K9", "W-7"],
        ["≈ Name", "Anna Schmidt", "Schmidt, Anna"],
        ["= city", "Köln", "Köln"],
        ["≠ Phone", "1", "2"],
        ["wish", "–", "sea view"],
        ["Transactions", "1,204", "0"],
        ["Complaints", "0", "2"],
        ["Amount of all transactions", "€1,205", "–"],
        ["First and last transaction", "Jan 5, 2024 – Feb 29, 2024", "–"],
    ]
    assert (view.first_id, view.second_id) == ("C-1", "W-7")


def test_no_score_is_shown_as_certain():
    assert pair_view(PAIR, ANNA, ANNE, {}, ENGLISH).score == "Score 0.99"
    assert pair_view(PAIR | {"score": 0.8}, ANNA, ANNE, {}, ENGLISH).score == "Score 0.80"


def test_without_names_the_ids_stand_alone():
    nameless = {**ANNA, "attributes": {}}
    view = pair_view(PAIR | {"against": ()}, nameless, {**ANNE, "attributes": {}}, {}, CHINESE)
    assert (view.title, view.against) == ("C-1、K9与W-7", "")


def test_a_merge_can_be_taken_back_while_it_counts():
    counts, undone, void = merge_views(
        [
            MERGE,
            MERGE | {"undone_at": NOON},
            MERGE | {"undone_at": NOON, "is_void": True, "merged_id": ""},
        ],
        ENGLISH,
    )
    assert counts.text == "W-7 is read as C-1"
    assert counts.caption == "merged on Mar 4, 2026: same e-mail address"
    assert [view.can_take_back for view in (counts, undone, void)] == [True, False, False]
    assert undone.caption == "taken back on Mar 4, 2026"
    assert void.text == "a customer who is gone is read as C-1"
    assert "left with its import" in void.caption


def test_two_people_in_chinese():
    said = {"first_id": "C-1", "second_id": "W-7", "said_at": NOON}
    view = apart_view(said, CHINESE)
    assert (view.text, view.caption) == ("C-1与W-7是两个人", "2026年3月4日认定")
