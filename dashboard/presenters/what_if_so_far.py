"""What can be said of an answer while it is still being simulated?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.formats import Reader

Point = tuple[int, int, int, int, int]
"""Replications done, replications wanted, net gain, its lower and its upper bound."""
_NAMES = ("done", "of", "value", "low", "high")


@dataclass(frozen=True)
class SoFarView:
    """The headline so far; ``points`` is a row a report with ``month`` (replications) and the interval."""

    headline: str
    caption: str
    points: pd.DataFrame


def points_so_far(
    kept: tuple[int, tuple[Point, ...]] | None, job: int, step: str
) -> tuple[int, tuple[Point, ...]]:
    """Return the reports of a job with what its step says added; another job's are dropped."""
    before = kept[1] if kept is not None and kept[0] == job else ()
    point = _point(step)
    is_new = point is not None and (not before or before[-1][0] != point[0])
    return job, (*before, point) if point is not None and is_new else before


def so_far_view(points: Sequence[Point], reader: Reader) -> SoFarView:
    """Return the words of the newest report, and the picture of all."""
    texts, money = reader.texts, reader.formats.money
    rows = [
        (
            done,
            value,
            low,
            high,
            texts("whatif.so_far.point", done=done, value=money(value), low=money(low), high=money(high)),
        )
        for done, _, value, low, high in points
    ]
    frame = pd.DataFrame(rows, columns=["month", "value", "low", "high", "label"])
    if not points:
        return SoFarView(texts("whatif.so_far.begins"), texts("whatif.so_far.waits"), frame)
    done, wanted, value, low, high = points[-1]
    kind = "worth" if low > 0 else "loss" if high < 0 else "open" if high > low else "same"
    caption = texts("whatif.so_far.caption", low=money(low), high=money(high), done=done, wanted=wanted)
    return SoFarView(texts(f"whatif.so_far.{kind}", net=money(abs(value))), caption, frame)


def _point(step: str) -> Point | None:
    told = dict(part.partition("=")[::2] for part in step.split("|")[1:])
    if not set(_NAMES) <= set(told):
        return None
    done, wanted, value, low, high = (int(told[name]) for name in _NAMES)
    return done, wanted, value, low, high
