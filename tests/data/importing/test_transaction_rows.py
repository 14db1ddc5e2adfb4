"""Do a customer's rows stand side by side, in the order of the file?"""

from __future__ import annotations

import numpy as np
import pytest

from data.importing.transaction_rows import _order


def test_by_hand():
    assert _order(np.array([70_000, 3, 70_000, 65_539, 3])).tolist() == [1, 4, 3, 0, 2]


@pytest.mark.parametrize("keys", [1, 2, 65_535, 65_536, 65_537, 1_000_000, 2**33, 2**49])
@pytest.mark.parametrize("rows", [0, 1, 1_000])
def test_like_any_stable_order(keys, rows):
    drawn = np.random.default_rng(keys).integers(0, keys, rows)
    assert _order(drawn).tolist() == np.argsort(drawn, kind="stable").tolist()
