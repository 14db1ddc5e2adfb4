"""Which part of a long list is looked at?"""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.presenters.paging import pages_of, part_of

FIVE = pd.DataFrame({"row": [1, 2, 3, 4, 5]})


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (2, 1), (3, 2), (5, 3)])
def test_a_list_has_one_page_at_least(count, pages):
    assert pages_of(count, 2) == pages


@pytest.mark.parametrize(
    ("asked", "page", "rows", "numbers"),
    [(1, 1, [1, 2], (1, 2)), (3, 3, [5], (5, 5)), (9, 3, [5], (5, 5)), (-1, 1, [1, 2], (1, 2))],
)
def test_a_page_that_there_is_not_is_the_nearest(asked, page, rows, numbers):
    part = part_of(FIVE, asked, 2)
    assert (part.page, part.pages, part.rows["row"].tolist()) == (page, 3, rows)
    assert part.numbers == {"first": numbers[0], "last": numbers[1], "count": 5}
