"""Which cells can't be used, and why? All of them at once, each with its cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
WHOLE_ROW = ""


@dataclass(frozen=True)
class Problem:
    """All rows in which a column (``WHOLE_ROW``: the row itself) fails for one cause, ascending."""

    column: str
    cause: str
    rows: NDArray[np.int64]


@dataclass
class Problems:
    """Collects, column by column, which rows fail; the first cause of a cell counts."""

    rows: int
    _causes: dict[str, list[str]] = field(default_factory=dict)
    _codes: dict[str, NDArray[np.int8]] = field(default_factory=dict)

    def note(self, column: str, cause: str, where: Mask) -> None:
        """Note that cells of a column can't be used; ``where`` has one entry a row."""
        causes = self._causes.setdefault(column, [])
        codes = self._codes.setdefault(column, np.zeros(self.rows, dtype=np.int8))
        causes.append(cause)
        codes[where & (codes == 0)] = len(causes)

    def found(self) -> list[Problem]:
        """Return every failing cell, grouped by column and cause."""
        if not any(codes.any() for codes in self._codes.values()):
            return []
        return list(_failures(pd.DataFrame(self._codes, copy=False), self._causes))


def as_mask(answers: Any) -> Mask:
    """Return arrow's yes, no and null as a mask; null is no."""
    mask: Mask = answers.fill_null(False).to_numpy(zero_copy_only=False)
    return mask


def _failures(codes: pd.DataFrame, causes: dict[str, list[str]]) -> Iterator[Problem]:
    import pandera.pandas as pandera  # heavy, and no page may need it

    schema = pandera.DataFrameSchema(
        {
            column: pandera.Column(
                "int8", [_rule(pandera.Check, n, cause) for n, cause in enumerate(named, 1)]
            )
            for column, named in causes.items()
        }
    )
    try:
        schema.validate(codes, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for (column, cause), cells in errors.failure_cases.groupby(["column", "check"], sort=False):
            yield Problem(str(column), str(cause), np.sort(cells["index"].to_numpy(dtype=np.int64)))


def _rule(check: Any, code: int, cause: str) -> Any:
    return check(lambda codes: codes != code, name=cause)
