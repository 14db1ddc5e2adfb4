"""Are words one that differ by case or outer spaces only?"""

from __future__ import annotations

import pandas as pd

from engine.one_spelling import one_spelling


def test_the_most_frequent_spelling_stands_for_all() -> None:
    labels = pd.Series(["email", "Email", " Email", "EMAIL ", "App", None, "  "], dtype="str")
    found = one_spelling(labels)
    assert found.dropna().tolist() == ["Email"] * 4 + ["App"]
    assert found.isna().tolist() == [False] * 5 + [True] * 2


def test_of_equally_frequent_spellings_one_is_taken_whatever_their_order() -> None:
    for spelt in (["shop", "Shop"], ["Shop", "shop"]):
        assert one_spelling(pd.Series(spelt, dtype="str")).tolist() == ["Shop", "Shop"]


def test_other_words_and_no_words_stay_as_they_are() -> None:
    assert one_spelling(pd.Series(["微信", "电话"], dtype="str")).tolist() == ["微信", "电话"]
    assert one_spelling(pd.Series([], dtype="str")).empty
    assert one_spelling(pd.Series([None, None], dtype="str")).isna().all()
