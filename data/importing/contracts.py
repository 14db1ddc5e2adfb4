"""Which rows of a file of contracts can be taken, and from when to when does each run?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.checked import Checked, Note
from data.importing.columns import Columns
from data.importing.opening import OpenedFile
from data.importing.problems import Mask, as_mask
from data.importing.repeats import with_repeated_ids, with_repeated_keys
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable
from data.importing.tenure import Starts, starts_by_tenure

KEY = ("customer_id", "start_day", "end_day", "tariff", "fee_per_month_minor")


def check_contracts(
    raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None
) -> Checked:
    """Return every row checked; an end before its start leaves a row out, overlaps are named."""
    columns = Columns(raw, settled, rules)
    columns.require_id("customer_id", "customer_missing")
    if "start_day" in settled.mapping:
        begins = Starts(columns.require_day("start_day", may_come=True), columns.nowhere(), ())
    else:
        until = np.datetime64(settled.day("snapshot_date") or "NaT", "D")
        begins = starts_by_tenure(columns, np.full(raw.rows, until, dtype="datetime64[D]"))
        columns.problems.note(columns.heading("tenure_months"), "start_unknown", np.isnat(begins.days))
    ends = columns.optional_day("end_day")
    columns.problems.note(columns.heading("end_day"), "end_before_start", ends < begins.days)
    fee, fee_notes = columns.optional_amount("fee_per_month")
    columns.refuse_unusable(opened, ~np.isnat(begins.days), columns.labels())
    values = {
        "customer_id": columns.text("customer_id"),
        "contract_id": columns.text("contract_id"),
        "start_day": pa.array(begins.days),
        "end_day": pa.array(ends),
        "fee_per_month_minor": fee,
        "tariff": columns.text("tariff"),
        "is_start_estimated": pa.array(begins.is_estimated),
    }
    future = begins.days > np.datetime64(rules.today)
    notes = [
        *begins.notes,
        *fee_notes,
        Note("fee_negative", "kept", as_mask(pc.less(fee, 0)), columns.heading("fee_per_month")),
        Note("start_in_future", "kept", future, columns.heading("start_day")),
    ]
    checked = columns.checked(opened, values, notes, "fee_per_month")
    if "contract_id" in columns.ids:
        checked = with_repeated_ids(checked, columns, "contract_id")
    else:
        checked = with_repeated_keys(checked, KEY, may_be_null=KEY[2:])
    return checked.with_duplicates(
        columns.nowhere(),
        [Note("contracts_overlap", "kept", _overlaps(checked), columns.heading("start_day"))],
    )


def _overlaps(checked: Checked) -> Mask:
    """Return which contracts begin while an earlier one of the same customer still runs."""
    rows = checked.table.select(["customer_id", "start_day", "end_day"]).to_pandas()
    rows = rows.loc[np.flatnonzero(checked.accepted)].dropna(subset=["start_day"])
    begins, ends = pd.to_datetime(rows["start_day"]), pd.to_datetime(rows["end_day"])
    ordered = pd.DataFrame(
        {
            "customer": rows["customer_id"].astype("str"),
            "begins": begins,
            "ends": ends.fillna(pd.Timestamp.max.normalize()),
        }
    ).sort_values(["customer", "begins"], kind="stable")
    latest = ordered.groupby("customer")["ends"].cummax().groupby(ordered["customer"]).shift()
    overlapping = ordered.index[(ordered["begins"] <= latest).to_numpy()]
    mask = np.zeros(checked.raw.rows, dtype=bool)
    mask[overlapping] = True
    return mask
