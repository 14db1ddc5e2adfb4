"""What has to be there before the first page is shown?"""

from __future__ import annotations

from dashboard.usecases.jobs import ensure_worker, start
from data.database import ensure_registry
from data.jobs import is_anything_recorded, is_work_waiting
from data.viewer import Viewer
from data.workspaces import workspaces


def prepare(viewer: Viewer) -> None:
    """Migrate the registry; on the very first start ask for the sample companies.

    Returns at once: pages show the job's progress until the first company is there; the second
    follows while it is looked at. Whoever removed a sample, or could not load it, isn't given it again.
    """
    ensure_registry()
    if not workspaces(viewer) and not is_anything_recorded():
        start(viewer, "", "sample", {"company": "hotel", "then": "telephone"})
    elif is_work_waiting():
        ensure_worker()
