"""Are promises told as far as files go, and what they leave out as well?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.promises import promises_view
from tests.dashboard.presenters.assessed_customers import NAN, grounds

PAIRS = pd.DataFrame({"role": ["experience"]})


def test_each_promise_is_held_against_experience():
    found = pd.DataFrame(
        [
            ("talk", "advice · shop", 0.80, 0.60, -0.20, -0.25, -0.15, 40, 30),
            ("fee", "billed_more", 0.70, 0.65, NAN, NAN, NAN, 12, 30),
        ],
        columns=["promise", "group", "expected", "experienced", "gap", "low", "high", "n", "needed"],
    )
    frames = {"promises": found, "expectations": PAIRS}
    view = promises_view(lambda name: frames.get(name, pd.DataFrame()), grounds())
    assert view.rows.iloc[0].tolist() == [
        "Where it was said", "advice · shop", "80%", "60%", "-20.0% (-25.0% to -15.0%)", "40",
    ]  # fmt: skip
    assert view.rows.iloc[1, 1] == "billed more than agreed"
    assert view.rows.iloc[1, 2:4].tolist() == ["–", "–"]
    assert view.sentence == ""
    assert view.rows.iloc[1, 4] == "Not enough data: 12 of the 30 needed."
    assert [line.split(":")[0] for line in view.unsaid] == [
        "What was promised, and by whom", "What was offered to respondents",
    ]  # fmt: skip


def test_the_promise_that_experience_fell_short_of_most_is_told_beside_none():
    columns = ["promise", "group", "expected", "experienced", "gap", "low", "high", "n", "needed"]
    groups = {"upgrade": (-0.02, 50), "quiet room": (0.12, 40), "parking": (NAN, 9), "nothing": (0.05, 200)}
    rows = [("said", name, 0.7, 0.7, gap, gap, gap, n, 30) for name, (gap, n) in groups.items()]
    frames = {"promises": pd.DataFrame(rows, columns=columns), "expectations": PAIRS}
    view = promises_view(lambda name: frames.get(name, pd.DataFrame()), grounds())
    assert view.sentence == (
        "Promised “upgrade”: experience stands at -2.0% against expectation, the lowest of all that was "
        "promised. Where nothing was: +5.0%."
    )


def test_without_pairs_the_page_says_what_to_ask():
    view = promises_view(lambda _: pd.DataFrame(), grounds())
    assert view.rows.empty
    assert view.unsaid[0].startswith("What was expected: no question asks")
