"""Which rows of a file of contacts (care, sales) can be taken?"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data.importing.checked import Checked
from data.importing.columns import Columns
from data.importing.opening import OpenedFile
from data.importing.repeats import with_repeated_ids
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable


def check_contacts(
    raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None
) -> Checked:
    """Return every row checked; a contact needs its customer and its day."""
    columns = Columns(raw, settled, rules)
    columns.require_id("customer_id", "customer_missing")
    found = columns.require_day("day")
    cost, notes = columns.optional_amount("cost")
    columns.refuse_unusable(opened, ~np.isnat(found) & ("day" in settled.mapping), columns.labels())
    values = {
        "customer_id": columns.text("customer_id"),
        "day": pa.array(found),
        "channel": columns.text("channel"),
        "purpose": columns.text("purpose"),
        "stage": columns.text("stage"),
        "cost_minor": cost,
        "result": columns.text("result"),
        "agent": columns.text("agent"),
        "promise": columns.text("promise"),
        "row_id": columns.text("row_id"),
    }
    return with_repeated_ids(columns.checked(opened, values, notes, "cost"), columns, "row_id")
