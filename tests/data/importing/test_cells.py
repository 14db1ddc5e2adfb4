"""Do texts reach the driver as they are, however many different ones there are?"""

from __future__ import annotations

import pyarrow as pa
import pytest

from data.importing.cells import cells_of


@pytest.mark.parametrize(
    "texts",
    [
        ["b", "a", None, "00123", "1E5", ""],
        ["web", "web", None, "shop", "web", "web", "web"],
        ["a", "b", "a", "b"],
        ["a"],
    ],
)
def test_texts_are_the_same_picked_or_made_in_order(texts):
    assert cells_of(pa.chunked_array([pa.array(texts).dictionary_encode()])) == texts
    assert cells_of(pa.chunked_array([texts[:1], texts[1:]], pa.string()).dictionary_encode()) == texts


def test_a_column_without_any_text_is_none():
    assert cells_of(pa.chunked_array([pa.nulls(3, pa.string()).dictionary_encode()])) is None
