"""Is it said how often comments are sorted wrong, or what it takes to know?"""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboard.presenters.comment_checks import checks_view, comments_figure
from engine.cards import ModelCard
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import grounds, reader


def said(drawn: int, decided: int) -> pd.DataFrame:
    number = pd.Series(range(drawn + 5))
    return pd.DataFrame(
        {"to_check": number < drawn, "decided": number.map(lambda n: "price" if n < decided else "")}
    )


def card(drawn: int, right: Estimate) -> ModelCard:
    return ModelCard(
        "text_sorting",
        facts={"comments_drawn": drawn},
        errors={"sorting_comments_right_share": right},
    )


def test_the_share_stands_with_its_interval_and_the_comments_behind_it():
    found = comments_figure(said(40, 32), card(40, Estimate(0.75, 0.58, 0.87, n=32)), grounds())
    assert [(one.value, one.note, one.missing) for one in found] == [
        ("75%", "95%: 58.0% to 87.0%; 32 comments checked by a person", "")
    ]


@pytest.mark.parametrize(
    ("drawn", "decided", "missing"),
    [
        (12, 0, "Not known: 12 comments complain, 30 are needed to check by."),
        (40, 7, "Not known yet: 7 of the 30 needed are decided. Open"),
        (40, 31, "31 comments are decided; the next assessment says how often they were sorted right."),
    ],
)
def test_an_unknown_error_says_what_to_do(drawn, decided, missing):
    (found,) = comments_figure(
        said(drawn, decided), card(drawn, Estimate(math.nan, n=0, needed=30)), grounds()
    )
    assert found.value == "–"
    assert found.missing.startswith(missing)


def test_nothing_is_asked_where_nothing_was_drawn_or_too_little():
    assert comments_figure(said(0, 0), ModelCard("text_sorting"), grounds()) == ()
    assert checks_view(said(12, 0), reader()).texts.empty
    assert checks_view(said(0, 0).drop(columns="to_check"), reader()).texts.empty
    assert checks_view(said(40, 3), reader("zh_CN")).title == "抽查意见的归类：已判断3/40条"
