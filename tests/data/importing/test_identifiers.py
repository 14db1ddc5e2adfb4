"""Does any text that may be an id come out as the same text?"""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importing.identifiers import identifiers, zero_question


def read(*texts: str, strip_zero: bool = False):
    return identifiers(pa.array(texts, pa.string()).dictionary_encode(), strip_zero=strip_zero)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), max_size=12), max_size=20
    )
)
def test_any_text_survives(texts):
    found = read(*texts)
    assert found.ids.to_pylist() == [text or None for text in texts]
    assert found.is_missing.tolist() == [text == "" for text in texts]
    assert not found.is_trimmed.any()


def test_only_the_zero_after_a_whole_number_is_stripped():
    texts = ["17850.0", "17850.00", "17850", "1.5", "1.0.0", "A1.0", "0.0", "007.0"]
    assert read(*texts).ids.to_pylist() == texts
    assert read(*texts, strip_zero=True).ids.to_pylist() == [
        "17850", "17850", "17850", "1.5", "1.0.0", "A1.0", "0", "007",
    ]  # fmt: skip


def test_two_texts_that_become_one_id_are_one_id():
    assert len(read(" A", "A ", "A").ids.dictionary) == 1
    assert len(read("1.0", "1", strip_zero=True).ids.dictionary) == 1


def test_the_question_shows_what_the_ids_would_be():
    question = zero_question({"Id": pa.array(["17850.0", "x"]).dictionary_encode()})
    assert question is not None
    assert {choice.id: choice.examples for choice in question.choices} == {
        "strip": ("17850.0 → 17850",),
        "keep": ("17850.0 → 17850.0",),
    }
    assert zero_question({"Id": pa.array(["17850", "1E5", "1.5"]).dictionary_encode()}) is None
