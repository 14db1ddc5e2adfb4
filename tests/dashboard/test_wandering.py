"""Does the app hold whatever somebody does: no traceback on any page, and no total that is wrong?

60 steps with every run of the tests. The long run, with any seed, is

    HOLDFAST_WANDER_STEPS=500 HOLDFAST_WANDER_SEED=1 python -m pytest tests/dashboard/test_wandering.py

A failure prints the seed and every step that led there.
"""

from __future__ import annotations

import os
import sqlite3

import pytest

from data import reading
from data.home import company_file
from data.viewer import OWNER
from data.workspaces import create_workspace, workspaces
from tests.dashboard.front_door import no_worker
from tests.dashboard.wandering.totals import wrong_snapshots, wrong_totals
from tests.dashboard.wandering.wanderer import Wanderer

STEPS = int(os.environ.get("HOLDFAST_WANDER_STEPS", "60"))
SEED = int(os.environ.get("HOLDFAST_WANDER_SEED", "20250715"))


@pytest.mark.slow
@pytest.mark.timeout(max(120, 6 * STEPS))
def test_whatever_is_done_no_page_breaks_and_every_total_holds(demo):
    create_workspace(OWNER, "Gift shop", "GBP")
    create_workspace(OWNER, "茶馆", "JPY", contractual=True)
    with no_worker():
        wanderer = Wanderer(SEED)
        wanderer.wander(STEPS)
    assert len(wanderer.steps) == STEPS
    # A walk on which nothing comes in would hold whatever is broken.
    assert sum(len(reading.imports(OWNER, one.slug)) for one in workspaces(OWNER)) > 1


def test_a_row_that_is_missing_would_be_noticed(demo):
    assert wrong_totals() + wrong_snapshots() == []
    with sqlite3.connect(company_file(demo)) as connection:
        connection.execute('DELETE FROM "transaction" WHERE transaction_key = 7')
    assert len(wrong_totals()) == 2
    assert len(wrong_snapshots()) >= 1
