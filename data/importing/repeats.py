"""Which rows of a file say again what an earlier row says?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from data.importing.checked import Checked, Note, equal_rows
from data.importing.columns import Columns
from data.importing.problems import WHOLE_ROW, Mask


def with_repeated_ids(checked: Checked, columns: Columns, name: str) -> Checked:
    """Return the check with repeated ids of rows as duplicates and equal rows without an id noted."""
    usable = ~checked.rejected
    has_id = np.zeros(checked.raw.rows, dtype=bool)
    repeated = has_id.copy()
    if name in columns.ids:
        ids = columns.ids[name]
        has_id = ~ids.is_missing
        codes = pd.Series(pc.fill_null(ids.ids.indices, -1).to_numpy(zero_copy_only=False))
        repeated[usable & has_id] = codes[usable & has_id].duplicated().to_numpy()
    among = _of_repeated(codes, repeated) & usable & has_id if repeated.any() else has_id
    checked = _with(checked, repeated, among, columns.heading(name), "row_id")
    return checked.with_duplicates(
        np.zeros(checked.raw.rows, dtype=bool),
        [Note("equal_row", "kept", equal_rows(checked.raw, usable & ~has_id))],
    )


def with_repeated_keys(checked: Checked, key: Sequence[str], may_be_null: Collection[str] = ()) -> Checked:
    """Return the check with rows as duplicates that are about what an earlier row is about.

    ``key`` are the columns of the checked table that say what that is; a row where one of them is
    null, unless it ``may_be_null``, repeats nothing.
    """
    usable = ~checked.rejected & ~checked.duplicate
    for name in set(key) - set(may_be_null):
        usable &= checked.table[name].is_valid().to_numpy()
    rows = checked.table.select(list(key)).to_pandas()
    repeated = np.zeros(checked.raw.rows, dtype=bool)
    repeated[usable] = rows[usable].duplicated().to_numpy()
    return _with(checked, repeated, usable, WHOLE_ROW, "key")


def _of_repeated(codes: pd.Series, repeated: Mask) -> Mask:
    mask: Mask = codes.isin(codes[repeated]).to_numpy()
    return mask


def _with(checked: Checked, repeated: Mask, among: Mask, heading: str, subject: str) -> Checked:
    different = repeated & ~equal_rows(checked.raw, among) if repeated.any() else repeated
    return checked.with_duplicates(
        repeated,
        [
            Note(f"{subject}_repeated", "duplicate", repeated & ~different, heading, "duplicate"),
            Note(f"{subject}_differs", "duplicate", different, heading, "duplicate"),
        ],
    )
