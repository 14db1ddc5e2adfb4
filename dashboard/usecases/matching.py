"""Who may be in the data twice, and how are two made one, and two again?

``proposed`` compares everybody and depends on what was brought in alone, so that it can be kept
between decisions; ``open_pairs`` leaves out what is decided. After a merge and after its undo the
company is assessed anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard.usecases import jobs
from data import merges as said
from data import reading
from data.known_days import last_known_day
from data.matching.people import people
from data.matching.preview import Side, sides, written_differently
from data.matching.proposals import THRESHOLD, Proposal, proposals
from data.merges import ApartRecord, MergeRecord
from data.viewer import Viewer
from data.workspaces import data_version

__all__ = [
    "THRESHOLD",
    "ApartRecord",
    "Decisions",
    "MergeRecord",
    "Proposal",
    "Side",
    "ask_again",
    "attribute_labels",
    "brought_in",
    "decisions",
    "keep_apart",
    "kept_keys",
    "laid_side_by_side",
    "merge",
    "merge_by_id",
    "open_pairs",
    "other_ids",
    "proposed",
    "take_back",
    "undo_merge",
    "written_differently",
]


@dataclass(frozen=True)
class Decisions:
    """What was decided so far; ``kept`` has each merged customer's key with whom it is read as."""

    merges: tuple[MergeRecord, ...]
    apart: tuple[ApartRecord, ...]
    kept: Mapping[int, int]


def brought_in(viewer: Viewer, slug: str) -> int:
    """Return a number that rises with every import and every undo of one, and with nothing else."""
    records = reading.imports(viewer, slug)
    return len(records) + sum(record.undone_at is not None for record in records)


def proposed(viewer: Viewer, slug: str) -> list[Proposal]:
    """Return the pairs of customers, as the files have them, that may be one person, surest first.

    Raises
    ------
    NotAllowedError
        Names are compared; a masked viewer may not see them.
    """
    return proposals(people(viewer, slug))


def decisions(viewer: Viewer, slug: str) -> Decisions:
    """Return what was decided, newest first."""
    return Decisions(
        tuple(said.merges(viewer, slug)),
        tuple(said.apart(viewer, slug)),
        said.active_keys(viewer, slug),
    )


def open_pairs(found: Sequence[Proposal], decided: Decisions) -> list[Proposal]:
    """Return the proposals that nobody has decided, between the customers as they are read now."""
    kept = decided.kept
    done = {_pair(kept, one.first_key, one.second_key) for one in decided.apart}
    listed: list[Proposal] = []
    for proposal in found:
        pair = _pair(kept, proposal.first_key, proposal.second_key)
        if pair[0] != pair[1] and pair not in done:
            done.add(pair)  # the surest reason for two persons comes first
            listed.append(replace(proposal, first_key=pair[0], second_key=pair[1]))
    return listed


def laid_side_by_side(viewer: Viewer, slug: str, pairs: Sequence[Proposal]) -> dict[int, Side]:
    """Return both customers of each pair by key, with what is known of them and their facts."""
    return sides(viewer, slug, [key for pair in pairs for key in (pair.first_key, pair.second_key)])


def merge(viewer: Viewer, slug: str, pair: tuple[int, int], reasons: Sequence[str], score: float) -> int:
    """Read the second customer of a pair as the first from now on; return the merge's number."""
    merge_key = said.merge(viewer, slug, pair, " ".join(reasons), score)
    _assess_anew(viewer, slug)
    return merge_key


def undo_merge(viewer: Viewer, slug: str, merge_key: int) -> None:
    """Take a merge back: both customers are as they were."""
    said.undo_merge(viewer, slug, merge_key)
    _assess_anew(viewer, slug)


def merge_by_id(viewer: Viewer, slug: str, kept_id: str, merged_id: str) -> MergeRecord:
    """Read a customer as another from now on, both by their ids; nobody is assessed anew.

    What speaks for it is kept with it; a pair that nothing proposes is merged all the same.

    Raises
    ------
    NotFoundError
        The company has no such customer.
    DataError
        The two are one person already.
    """
    viewer.require_change(slug)
    kept, merged = (reading.customer_key(viewer, slug, one) for one in (kept_id, merged_id))
    pair = tuple(sorted((kept, merged)))
    listed = open_pairs(proposed(viewer, slug), decisions(viewer, slug))
    found = next((one for one in listed if (one.first_key, one.second_key) == pair), None)
    reasons, score = (found.reasons, found.score) if found else (("by_hand",), 0.0)
    number = said.merge(viewer, slug, (kept, merged), " ".join(reasons), score)
    return _record(viewer, slug, number)


def take_back(viewer: Viewer, slug: str, merge_key: int) -> MergeRecord:
    """Take a merge back; nobody is assessed anew.

    Raises
    ------
    NotFoundError
        There is no merge of that number.
    DataError
        It counts no more already.
    """
    said.undo_merge(viewer, slug, merge_key)
    return _record(viewer, slug, merge_key)


def keep_apart(viewer: Viewer, slug: str, pair: tuple[int, int]) -> None:
    """Say that two customers are not one person: they are proposed no more."""
    said.keep_apart(viewer, slug, pair)


def ask_again(viewer: Viewer, slug: str, pair: tuple[int, int]) -> None:
    """Let two customers be proposed again."""
    said.ask_again(viewer, slug, pair)


def attribute_labels(viewer: Viewer, slug: str) -> dict[str, str]:
    """Return the free attributes by name with the heading under which each first came."""
    return reading.attribute_labels(viewer, slug)


def other_ids(viewer: Viewer, slug: str) -> pd.Series:
    """Return the further ids of merged customers as one text, by the id they are read as."""
    return reading.other_ids(viewer, slug)


def kept_keys(viewer: Viewer, slug: str) -> dict[int, int]:
    """Return each merged customer's key with the key of whom it is read as."""
    return said.active_keys(viewer, slug)


def _record(viewer: Viewer, slug: str, merge_key: int) -> MergeRecord:
    return next(one for one in said.merges(viewer, slug) if one.merge_key == merge_key)


def _pair(kept: Mapping[int, int], one: int, other: int) -> tuple[int, int]:
    first, second = sorted((kept.get(one, one), kept.get(other, other)))
    return first, second


def _assess_anew(viewer: Viewer, slug: str) -> None:
    """Ask for an assessment of the last day, unless one is waiting that will see this as well."""
    last_day = last_known_day(viewer, slug)
    parameters: dict[str, Any] = {"as_of": last_day.isoformat() if last_day else ""}
    waiting = [
        job
        for job in jobs.recent(viewer, slug)
        if job.kind == "assess" and job.state == "queued" and job.parameters["as_of"] == parameters["as_of"]
    ]
    if last_day is not None and not waiting:
        # One that runs has read its facts already; the number tells this one from it.
        number = {"data_version": data_version(viewer, slug)}
        jobs.start(viewer, slug, "assess", parameters | number)
