"""Which complaints of a file can be taken, and which steps of their handling?

A row a complaint, from opening to close; or a row a step: which complaint, what, when, by whom.
Complaints need no customer: a help desk's log often has none.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.checked import Checked, Note
from data.importing.columns import Columns, fixed_findings
from data.importing.complaint_states import STATES, suggested_state, suggested_states, with_answer
from data.importing.findings import Finding
from data.importing.kind import Asked
from data.importing.moment_columns import is_before, moment_notes, optional_moment, require_moment
from data.importing.opening import OpenedFile
from data.importing.problems import Mask
from data.importing.questions import Choice, Offer
from data.importing.repeats import with_repeated_ids
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable

# Columns of a complaint that are steps of it, with the state that each means.
STEPS = {"acknowledged_at": "acknowledged", "resolved_at": "resolved", "closed_at": "closed"}
_MOST_NAMED = 40


def check_complaints(
    raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None
) -> Checked:
    """Return every row of a file of complaints checked; no step can lie before the opening."""
    columns = Columns(raw, settled, rules)
    opened_at = require_moment(columns, "opened_at")
    steps = {name: optional_moment(columns, name) for name in STEPS}
    for name, moment in steps.items():
        before = is_before(columns, name, moment, opened_at)
        columns.problems.note(columns.heading(name), "event_before_opening", before)
    claim, claim_notes = columns.optional_amount("claim")
    columns.refuse_unusable(opened, ~np.isnat(opened_at), columns.labels())
    early = is_before(columns, "closed_at", steps["closed_at"], steps["resolved_at"])
    texts = ("customer_id", "channel", "cause", "severity", "words")
    values = {
        "complaint_id": _complaint_ids(columns, opened),
        "opened_at": pa.array(opened_at),
        **{name: columns.text(name) for name in texts},
        "claim_minor": claim,
        **{name: pa.array(moment) for name, moment in steps.items()},
        "line": pa.array(raw.lines),
    }
    checked = Checked(
        raw=raw,
        table=pa.table(values),
        problems=columns.problems.found(),
        duplicate=columns.nowhere(),
        notes=[
            *claim_notes,
            *columns.notes(),
            *moment_notes(columns, "opened_at", *STEPS),
            Note("closed_before_resolved", "kept", early, columns.heading("closed_at")),
            Note("without_customer", "kept", _without_customer(columns), columns.heading("customer_id")),
        ],
        fixed=[*fixed_findings(opened)],
    )
    return with_repeated_ids(checked, columns, "complaint_id")


def ask_states(raw: RawTable, mapping: Mapping[str, str], answers: Mapping[str, str]) -> Asked:
    """Return the state that each step of a file means; nothing has to be asked to bring it in.

    Raises
    ------
    DataError
        The answer ``states`` names a step or state that doesn't exist.
    """
    if "activity" not in mapping:
        return Asked(found={})
    counts = pc.value_counts(pc.utf8_trim_whitespace(raw.columns[mapping["activity"]])).to_pylist()
    activities = {one["values"]: one["counts"] for one in counts if one["values"]}
    found = with_answer(suggested_states(list(activities)), answers.get("states", ""))
    often = sorted(activities, key=lambda name: -activities[name])[:_MOST_NAMED]
    choices = tuple(Choice(name, (f"{activities[name]}×",)) for name in often)
    offer = Offer("states", choices, {name: found[name] or "" for name in often}, STATES)
    return Asked(found=found, offers=(offer,))


def check_complaint_events(
    raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None
) -> Checked:
    """Return every row of a file of steps checked; where a complaint was opened is known to the company."""
    columns = Columns(raw, settled, rules)
    complaint = columns.require_id("complaint_id", "complaint_missing")
    activity = columns.require_id("activity", "activity_missing")
    at = require_moment(columns, "at")
    cost, cost_notes = columns.optional_amount("cost")
    columns.refuse_unusable(opened, ~np.isnat(at), columns.labels())
    states = _states(columns, activity)
    values = {
        "complaint_id": complaint,
        "at": pa.array(at),
        "activity": activity,
        "state": states,
        **{name: columns.text(name) for name in ("resource", "customer_id", "row_id")},
        "cost_minor": cost,
        "line": pa.array(raw.lines),
    }
    table = pa.table(values)
    checked = Checked(
        raw=raw,
        table=table,
        problems=columns.problems.found(),
        duplicate=columns.nowhere(),
        notes=[
            *cost_notes,
            *columns.notes(),
            *moment_notes(columns, "at"),
            Note("closed_before_resolved", "kept", _closed_early(table), columns.heading("at")),
        ],
        fixed=[*_found_states(settled.found or {}), *fixed_findings(opened)],
    )
    return with_repeated_ids(checked, columns, "row_id")


def _complaint_ids(columns: Columns, opened: OpenedFile | None) -> pa.Array:
    """Return the complaints' ids; a file without any is its own source of them."""
    if "complaint_id" in columns.mapping:
        return columns.require_id("complaint_id", "complaint_missing")
    file = opened.sha256[:8] if opened else "row"
    return pa.array([f"{file}-{line}" for line in columns.raw.lines], pa.string())


def _without_customer(columns: Columns) -> Mask:
    found = columns.ids.get("customer_id")
    return found.is_missing if found is not None else columns.nowhere()


def _states(columns: Columns, activity: pa.Array) -> pa.Array:
    """Return the state of each step: the file's own, else what its name means."""
    meant: Mapping[str, str | None] = columns.settled.found or {}
    by_name = _translated(activity, meant)
    if "state" not in columns.mapping:
        return by_name
    own = columns.text("state")
    names = own.dictionary.to_pylist()
    return pc.coalesce(_translated(own, {name: suggested_state(name) for name in names}), by_name)


def _translated(cells: pa.Array, meanings: Mapping[str, str | None]) -> pa.Array:
    if not pa.types.is_dictionary(cells.type):
        return pa.nulls(len(cells), pa.string())
    meant = pa.array([meanings.get(name) for name in cells.dictionary.to_pylist()], pa.string())
    return meant.take(cells.indices)


def _closed_early(table: pa.Table) -> Mask:
    """Return which rows close a complaint that is resolved only later, without being opened again."""
    rows = table.select(["complaint_id", "at", "state"]).to_pandas().astype({"complaint_id": "str"})
    first = rows[rows["state"] == "resolved"].groupby("complaint_id")["at"].min()
    reopened = rows.loc[rows["state"] == "reopened", "complaint_id"]
    resolved = first.reindex(rows["complaint_id"]).to_numpy()
    early = (rows["state"] == "closed") & (rows["at"].to_numpy() < resolved)
    mask: Mask = (early & ~rows["complaint_id"].isin(reopened)).to_numpy()
    return mask


def _found_states(states: Mapping[str, str | None]) -> list[Finding]:
    known = [f"{activity} → {state}" for activity, state in states.items() if state]
    unknown = [activity for activity, state in states.items() if not state]
    return [
        Finding("activities_with_state", "noted", len(known), parameters={"names": _named(known)}),
        Finding("activities_without_state", "noted", len(unknown), parameters={"names": _named(unknown)}),
    ]


def _named(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
