"""Are prospects listed with what speaks for them, and is it said how far to trust that?"""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboard.presenters.early_words import level_words, trait_words
from dashboard.presenters.prospects import prospect_list, prospects_of, prospects_view
from engine.segments.early_traits import Level
from engine.segments.likeness import LikenessModel
from tests.dashboard.presenters.assessed_customers import grounds, reader, six_customers

LABELS = {"guest_type": "Guest type"}
MODEL = LikenessModel(
    (Level("guest_type", category="firm"), Level("guest_type", category="family")),
    pd.Series([1.2, -0.4]).to_numpy(),
    pd.Series([0.2, 0.8]).to_numpy(),
    -2.0,
).written()
FACTS = {
    "status": "ok",
    "variant": "found",
    "learned": 800,
    "later": 200,
    "follow_months": 6,
    "lift": 2.5,
    "lift_low": 1.6,
    "lift_high": 3.4,
    **{f"fifth_{number}_share": share for number, share in enumerate((0.25, 0.1, 0.07, 0.05, 0.03), start=1)},
    "model": MODEL,
}
CHANCE = {key: value for key, value in FACTS.items() if key != "model"} | {"variant": "chance"}
NAMES = pd.Series(dtype="str")
NOBODY = pd.DataFrame(columns=["customer_id", "customer_key", "prospect_likeness", "prospect_traits"])


def scored() -> pd.DataFrame:
    likeness = [float("nan"), float("nan"), 0.15, 0.40, float("nan"), float("nan")]
    traits = [None, None, "guest_type=family", "guest_type=firm\nfirst_purchase.amount>=120", None, None]
    return six_customers().assign(prospect_likeness=likeness, prospect_traits=traits)


def without() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": ["N1", "N2"],
            "customer_key": [71, 72],
            "prospect_likeness": [0.30, float("nan")],
            "prospect_traits": ["guest_type=firm", None],
        }
    )


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ("guest_type=firm", "Guest type: firm"),
        ("guest_type=a=b", "Guest type: a=b"),
        ("first_purchase.channel=Own website", "first bought by: Own website"),
        ("first_purchase.amount>=120", "first purchase €120 or more"),
        ("first_purchase.amount<120\nage>=40", "first purchase below €120; age 40 or more"),
        (None, ""),
    ],
)
def test_traits_are_said_under_the_headings_of_their_file(traits, expected):
    assert trait_words(traits, LABELS, reader()) == expected


def test_levels_are_said_with_their_limits():
    amount = "first_purchase.amount"
    assert (
        level_words(Level(amount, low=50.0, high=120.0), {}, reader())
        == "first purchase from €50.00 to below €120"
    )
    assert (
        level_words(Level(amount, low=-math.inf, high=50.0), {}, reader("zh_CN")) == "首次购买金额低于€50.00"
    )


def test_everybody_scored_stands_in_one_list_the_likeliest_first():
    found = prospects_of(scored(), without(), pd.Series({"N1": "New Ltd"}))
    assert found["customer_id"].tolist() == ["B2", "N1", "B1"]
    assert found["name"].iloc[1] == "New Ltd"


def test_the_page_says_how_many_are_likely_and_what_speaks_for_them():
    cards = {"likeness_first": FACTS, "likeness_profile": FACTS}
    view = prospects_view(prospects_of(scored(), without(), NAMES), cards, LABELS, None, grounds())
    # a tenth became the best; twice that is reached by B2 and N1
    assert (
        view.headline == "2 of 3 prospects look at least twice as likely as usual to become one of the best"
    )
    assert view.usual == pytest.approx(0.10)
    assert [figure.value for figure in view.figures] == ["3", "2.5×", "800"]
    assert view.figures[0].note == "2 bought once, 1 not yet"
    assert view.in_common[0].startswith("Guest type: firm: ")
    rows = prospect_list(view.listed, 1, reader(), LABELS).rows
    assert rows.index.tolist() == [4, 71, 3]
    assert rows["first"].tolist()[1] == "none yet"
    assert rows["traits"].iloc[0] == "Guest type: firm; first purchase €120 or more"
    assert list(rows)[-1] == "traits"
    assert view.missing == ()


def test_a_fifth_leads_to_the_prospects_who_score_as_high():
    limits = {
        f"fifth_{number}_lowest_share": low for number, low in enumerate((0.35, 0.2, 0.1, 0.05, 0.0), 1)
    }
    cards = {"likeness_first": FACTS | limits}
    everybody = prospects_of(scored(), without(), NAMES)
    views = [prospects_view(everybody, cards, LABELS, fifth, grounds()) for fifth in (1, 2, 3, 5, 9)]
    assert [view.listed["customer_id"].tolist() for view in views] == [
        ["B2"],
        ["N1"],
        ["B1"],
        [],
        ["B2", "N1", "B1"],
    ]
    assert views[0].can_narrow
    assert views[0].list_caption.startswith("1 prospect of today scores as high as the “Highest fifth”")
    assert views[4].list_caption == "One click opens the file."
    # An assessment that didn't keep the limits narrows nothing.
    older = prospects_view(everybody, {"likeness_first": FACTS}, LABELS, 1, grounds())
    assert not older.can_narrow
    assert len(older.listed) == 3


def test_a_score_no_better_than_chance_is_said_and_not_shown():
    nobody = prospects_of(six_customers(), NOBODY, NAMES)
    view = prospects_view(
        nobody, {"likeness_first": CHANCE, "likeness_profile": CHANCE}, LABELS, None, grounds()
    )
    assert view.listed.empty
    assert "no more than chance" in view.missing[0]
    assert view.headline == "Whom to win can’t be told yet"


def test_too_little_data_and_an_older_assessment_are_told_apart():
    nobody = prospects_of(six_customers(), NOBODY, NAMES)
    lack = {"status": "not_enough_data", "variant": "learned", "count": 12, "needed": 200}
    view = prospects_view(nobody, {"likeness_first": lack}, LABELS, None, grounds())
    assert "12 of the 200 newcomers" in view.missing[0]
    assert view.missing[1].startswith("This assessment was made before")
