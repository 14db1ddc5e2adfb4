"""How is running work put in words?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.formats import Reader
from dashboard.i18n.texts import Texts

_TOO_EARLY = 0.05


@dataclass(frozen=True)
class JobView:
    """Progress as a share (0-1) and a line that says what is done and how long it may take."""

    share: float
    text: str


def job_view(
    progress: float, step: str, started_at: dt.datetime, now: dt.datetime, reader: Reader
) -> JobView:
    """Return the words for running work; ``step`` is the message id of what is being done.

    The time left is what the work took so far, carried on evenly; nothing is said of it
    before a twentieth is done.
    """
    texts = reader.texts
    share = min(max(progress, 0.0), 1.0)
    doing = _doing(step, texts) if step else texts("frame.job_waiting")
    seconds = _seconds_left(share, started_at, now)
    if seconds is None:
        return JobView(share, doing)
    unit, count = ("seconds", seconds) if seconds < 90 else ("minutes", round(seconds / 60))
    left = texts(f"frame.job_{unit}", count=count)
    return JobView(share, texts("frame.job_line", doing=doing, left=left))


def _doing(step: str, texts: Texts) -> str:
    """Return the words of a step; whole numbers may follow its id: ``job.step.x|low=3|high=12``."""
    message_id, *numbers = step.split("|")
    named = (number.partition("=") for number in numbers)
    return texts(message_id, **{name: int(value) for name, _, value in named})


def _seconds_left(share: float, started_at: dt.datetime, now: dt.datetime) -> int | None:
    if share < _TOO_EARLY:
        return None
    began = started_at if started_at.tzinfo else started_at.replace(tzinfo=dt.UTC)
    passed = max((now - began).total_seconds(), 0.0)
    return max(1, round(passed * (1 - share) / share))
