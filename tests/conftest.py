"""What every test may rely on: one thread, an own home, empty caches."""

from __future__ import annotations

import os

# Before numpy is imported: small fits are faster with one thread, and give the same digits everywhere.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

import sys  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from pathlib import Path  # noqa: E402

import pytest  # noqa: E402


@pytest.fixture(autouse=True)
def holdfast_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty home of its own; nobody's real data is ever touched."""
    home = tmp_path / "holdfast-home"
    monkeypatch.setenv("HOLDFAST_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    """Clear Streamlit's caches after each test that used them: they outlive an app's run."""
    yield
    streamlit = sys.modules.get("streamlit")
    if streamlit:
        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()


@pytest.fixture(scope="session")
def datasets() -> Path:
    """Return the folder of real data sets; tests on them are skipped where it is not named."""
    folder = os.environ.get("HOLDFAST_DATASETS")
    if not folder:
        pytest.skip("HOLDFAST_DATASETS is unset: it names the folder of real data sets")
    return Path(folder)
