"""A terminal, and one with an empty company."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.cli.terminal import Terminal


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    return Terminal(capsys, tmp_path)


@pytest.fixture
def linde(terminal: Terminal) -> Terminal:
    assert terminal.run("create", "Linde") == 0
    return terminal
