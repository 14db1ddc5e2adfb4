"""Which rows of a file of targets can be taken?"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data.importing.checked import Checked
from data.importing.columns import Columns
from data.importing.opening import OpenedFile
from data.importing.repeats import with_repeated_keys
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable

KEY = ("figure", "first_day", "last_day")


def check_targets(raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None) -> Checked:
    """Return every row checked; a target needs a figure, a period and a planned value."""
    columns = Columns(raw, settled, rules)
    columns.require_id("figure", "figure_missing")
    first = columns.require_day("first_day", may_come=True)
    last = columns.require_day("last_day", may_come=True)
    columns.problems.note(columns.heading("last_day"), "end_before_start", last < first)
    found = columns.number("planned_value", is_money=False)
    planned, _ = columns.optional_number("planned_value")
    heading = columns.heading("planned_value")
    columns.problems.note(
        heading, "amount_missing", ~columns.nowhere() if found is None else found.is_missing
    )
    if found is not None:
        columns.problems.note(heading, "not_a_number", found.is_unreadable)
    columns.refuse_unusable(opened, ~np.isnat(first), columns.labels())
    values = {
        "figure": columns.text("figure"),
        "first_day": pa.array(first),
        "last_day": pa.array(last),
        "planned_value": planned,
        "owner": columns.text("owner"),
    }
    return with_repeated_keys(columns.checked(opened, values, ()), KEY)
