"""Tasks that end in every way a job can end, run by the real worker."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

from data.errors import FileRefusedError
from data.progress import Progress
from data.viewer import Viewer
from engine.errors import NotEnoughDataError

Parameters = Mapping[str, Any]
Result = dict[str, Any]

begun = threading.Event()


def answers(viewer: Viewer, slug: str, parameters: Parameters, progress: Progress) -> Result:
    progress(0.5, "import.step.saving")
    return {"slug": slug, "role": viewer.role, **parameters}


def is_refused_by_data(viewer: Viewer, slug: str, parameters: Parameters, progress: Progress) -> Result:
    raise FileRefusedError("import.refused.binary", name="rows.csv", count=3, rows=["Frau Linde"])


def is_refused_by_engine(viewer: Viewer, slug: str, parameters: Parameters, progress: Progress) -> Result:
    raise NotEnoughDataError("error.not_enough", needed=30)


def breaks(viewer: Viewer, slug: str, parameters: Parameters, progress: Progress) -> Result:
    raise ValueError("could not convert 'Frau Linde' to float")


def goes_on(viewer: Viewer, slug: str, parameters: Parameters, progress: Progress) -> Result:
    begun.set()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        progress(0.3, "import.step.saving")
        time.sleep(0.01)
    return {}
