"""What every test may rely on: one thread, an own home, empty caches."""

from __future__ import annotations

import os

# Before numpy is imported: small fits are faster with one thread, and give the same digits everywhere.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

import gc  # noqa: E402
import logging  # noqa: E402
import shutil  # noqa: E402
import sys  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from pathlib import Path  # noqa: E402

import pytest  # noqa: E402

# Caches are cleared outside a running app, which Streamlit remarks on each time.
logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)


DEMO_CUSTOMERS = 400


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: no process is left alone with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_unconfigure() -> None:
    """Give what the front door froze back to the collector: DuckDB reports it as leaked otherwise."""
    gc.unfreeze()


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
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with a small sample company, imported and assessed as any company is.

    Made once for all processes of ``run.py test``, and only ever copied: ``demo`` gives a test its own.
    """
    from data.locks import waiting_lock

    folder = Path(os.environ.get("HOLDFAST_TEST_FOLDER") or tmp_path_factory.mktemp("demo"))
    home = folder / "demo-home"
    with waiting_lock(folder / "demo-home.lock"):
        if not home.exists():
            copied = folder / "demo-home-copied"
            _copy_home(_loaded_demo(tmp_path_factory), copied)
            copied.rename(home)  # whoever was stopped half way leaves nothing that looks whole
    return home


def _loaded_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from dashboard.usecases.sample import load_sample
    from data.viewer import OWNER

    home = tmp_path_factory.mktemp("demo-loaded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_HOME", str(home))
        load_sample(OWNER, customers=DEMO_CUSTOMERS)
    return home


def _copy_home(home: Path, into: Path) -> None:
    """Copy a home; the shared-memory file belongs to open connections, and SQLite makes it anew."""
    shutil.copytree(home, into, ignore=shutil.ignore_patterns("*-shm"), dirs_exist_ok=True)


@pytest.fixture
def demo(demo_home: Path, holdfast_home: Path) -> str:
    """Put a copy of the demo company into the test's own home and return its slug."""
    _copy_home(demo_home, holdfast_home)
    return next(path.parent.name for path in holdfast_home.glob("*/company.db"))


@pytest.fixture(scope="session")
def datasets() -> Path:
    """Return the folder of real data sets; tests on them are skipped where it is not named."""
    folder = os.environ.get("HOLDFAST_DATASETS")
    if not folder:
        pytest.skip("HOLDFAST_DATASETS is unset: it names the folder of real data sets")
    return Path(folder)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: packed files hold the time, and every worker must see the same names."""
    return argname if isinstance(val, bytes) else None
