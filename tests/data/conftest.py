"""A home of its own for every test of the rows, and a company in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.viewer import OWNER
from data.workspaces import create_workspace


@pytest.fixture
def home(holdfast_home: Path) -> Path:
    return holdfast_home


@pytest.fixture
def slug(home: Path) -> str:
    return create_workspace(OWNER, "Hotel Linde").slug
