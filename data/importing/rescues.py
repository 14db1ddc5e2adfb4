"""Which rows of a file of rescues can be taken, and who was left alone on purpose for comparison?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.checked import Checked, Note
from data.importing.columns import Columns
from data.importing.kind import Asked
from data.importing.opening import OpenedFile
from data.importing.problems import as_mask
from data.importing.questions import Choice, Question
from data.importing.repeats import with_repeated_ids
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable

NO_CONTROL = "no_control_group"
_MOST_MEASURES = 30


def ask_control_group(raw: RawTable, mapping: Mapping[str, str], answers: Mapping[str, str]) -> Asked:
    """Return what has to be asked: rows as customers where no column names them, and the control group."""
    questions: list[Question] = []
    not_needed: set[str] = set()
    if "customer_id" not in mapping:
        questions.append(Question("customer_from_row", (Choice("yes"), Choice("no"))))
        if answers.get("customer_from_row") != "no":
            not_needed.add("customer_id")
    if "measure" in mapping and "is_control" not in mapping:
        counts = pc.value_counts(pc.utf8_trim_whitespace(raw.columns[mapping["measure"]])).to_pylist()
        measures = sorted((one for one in counts if one["values"]), key=lambda one: -one["counts"])
        choices = [Choice(one["values"], (str(one["counts"]),)) for one in measures[:_MOST_MEASURES]]
        question = Question("control_group", (*choices, Choice(NO_CONTROL)), column=mapping["measure"])
        questions.append(question)
    return Asked(tuple(questions), frozenset(not_needed))


def check_rescues(raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None) -> Checked:
    """Return every row checked; whether a customer was in the control group has to be known."""
    columns = Columns(raw, settled, rules)
    from_row = settled.given.get("customer_from_row") == "yes" and "customer_id" not in settled.mapping
    customers = columns.text("customer_id")
    if from_row:
        customers = _numbered(raw, opened)
    else:
        columns.require_id("customer_id", "customer_missing")
    found = columns.require_day("day")
    columns.require_id("measure", "measure_missing")
    is_control = _control(columns)
    cost, cost_notes = columns.optional_amount("cost")
    outcome, outcome_notes = columns.optional_amount("outcome_amount")
    responded, responded_notes = columns.optional_flag("responded")
    accepted, accepted_notes = columns.optional_flag("accepted")
    columns.refuse_unusable(opened, ~np.isnat(found) & ("day" in settled.mapping), columns.labels())
    values = {
        "customer_id": customers,
        "day": pa.array(found),
        "measure": columns.text("measure"),
        "is_control": is_control,
        "cost_minor": cost,
        "responded": responded,
        "accepted": accepted,
        "outcome": columns.text("outcome"),
        "outcome_amount_minor": outcome,
        "row_id": columns.text("row_id"),
    }
    notes = [
        *cost_notes,
        *outcome_notes,
        *responded_notes,
        *accepted_notes,
        Note("customer_from_row", "kept", np.full(raw.rows, from_row)),
        Note("control_accepted", "kept", as_mask(pc.and_(is_control, accepted)), columns.heading("accepted")),
    ]
    checked = columns.checked(opened, values, notes, "outcome_amount")
    return checked if from_row else with_repeated_ids(checked, columns, "row_id")


def _control(columns: Columns) -> pa.Array:
    """Return who was left alone on purpose; a row of which nobody can say is left out."""
    if "is_control" in columns.mapping:
        found, heading = columns.flag("is_control"), columns.heading("is_control")
        if found is not None:
            columns.problems.note(heading, "control_unknown", found.is_missing | found.is_unreadable)
            return found.values
    chosen = columns.settled.given.get("control_group")
    if chosen is None or chosen == NO_CONTROL:
        return pa.array(columns.nowhere())
    return pc.fill_null(pc.equal(columns.text("measure").cast(pa.string()), chosen), fill_value=False)


def _numbered(raw: RawTable, opened: OpenedFile | None) -> pa.Array:
    """Return ids by line, so that anybody can find the row again; row 2 of another file is somebody else."""
    file = opened.sha256[:8] if opened is not None else ""
    return pc.binary_join_element_wise("row", pa.array(raw.lines).cast(pa.string()), file, "-")
