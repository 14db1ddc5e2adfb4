"""What happened between a customer and the company, from every kind of file, in one list?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from data import customer_events, voices
from data.customer_events import EVENT_COLUMNS
from data.viewer import Viewer
from engine.satisfaction.answers import on_scale
from engine.satisfaction.roles import EXPECTATION_OF, REVERSED

__all__ = ["EVENT_COLUMNS", "time_line"]

_OF_COMPLAINT = ("complaint_id", "channel", "cause", "severity", "claim", "state")


def time_line(viewer: Viewer, slug: str, key: int) -> pd.DataFrame:
    """Return contracts, contacts, rescues, exits, complaints and answers of a customer, newest first.

    Columns as ``data.customer_events.events`` has them; further sorts are ``complaint``,
    ``complaint_resolved`` and ``answers`` (all answers of one day).
    """
    said = [
        *_complaints(voices.customer_complaints(viewer, slug, key)),
        *_answers(voices.customer_answers(viewer, slug, key)),
    ]
    found = [customer_events.events(viewer, slug, key), pd.DataFrame(said, columns=list(EVENT_COLUMNS))]
    filled = [frame for frame in found if not frame.empty]
    return customer_events.newest_first(pd.concat(filled, ignore_index=True) if filled else found[0])


def _complaints(complaints: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    for row in complaints.to_dict("records"):
        parts = {name: row[name] for name in _OF_COMPLAINT if pd.notna(row[name])}
        resolved = row["resolved_at"]
        if pd.notna(resolved):
            days = (resolved.normalize() - row["opened_at"].normalize()).days
            yield resolved.normalize(), "complaint_resolved", {**parts, "days": days}, None, row["import_id"]
        words = row["words"] if isinstance(row["words"], str) else None
        yield row["opened_at"].normalize(), "complaint", parts, words, row["import_id"]


def _answers(answers: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    for (day, import_id), own in answers.groupby(["day", "import_id"], sort=False):
        parts: dict[str, Any] = {"count": len(own)}
        worst = _by_favour(own)
        if len(worst):
            parts |= {"item_id": worst["item_id"].iloc[0], "score": float(worst["score"].iloc[0])}
            if pd.notna(worst["scale_high"].iloc[0]):
                parts["highest"] = float(worst["scale_high"].iloc[0])
        words = [one for one in own["words"] if isinstance(one, str) and one]
        yield day, "answers", parts, " · ".join(dict.fromkeys(words)) or None, import_id


def _by_favour(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers with a score, the least favourable to us first.

    Scales differ, so the share of the scale counts; of effort and costs a high one speaks against us. What
    somebody expects doesn't judge us.
    """
    scored = answers[answers["score"].notna() & ~answers["role"].isin(EXPECTATION_OF)]
    share = on_scale(scored)
    favour = share.where(~scored["role"].isin(REVERSED), 1.0 - share)
    return scored.loc[favour.sort_values(kind="stable").index]
