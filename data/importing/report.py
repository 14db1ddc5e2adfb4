"""What is asked of an import, and what does it answer?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.importing.checked import Checked, findings_of
from data.importing.findings import Finding, finding_from_json, sorted_by_weight
from data.importing.problems import Mask
from data.importing.questions import Question

State = Literal["done", "dry_run", "already_imported", "questions", "refused"]


@dataclass(frozen=True)
class ImportRequest:
    """A file to bring in: ``mapping`` is field -> heading, ``answers`` question -> choice.

    ``file_name`` is what the manager calls it, where ``path`` is only a place to keep it.
    """

    kind: str
    path: Path
    file_name: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False
    today: dt.date | None = None

    @property
    def name(self) -> str:
        """Return the file's name for people."""
        return self.file_name or self.path.name


@dataclass(frozen=True)
class Rows:
    """How many rows: ``read = accepted + rejected + duplicates``."""

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0


@dataclass(frozen=True)
class ImportReport:
    """What an import of a ``kind`` of file did, or would do.

    ``sums`` are decimal texts: ``read = accepted + rejected + duplicates`` of amounts rounded to
    the currency, ``as_written`` the exact sum of the file, ``rounding = read - as_written``, and
    ``rows_without_amount`` the rows that no sum can count.
    """

    state: State
    rows: Rows = Rows()
    sums: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    import_id: int | None = None
    new_customers: int = 0
    kind: str = ""

    @property
    def already_imported(self) -> bool:
        """Whether this very file is in already, so that nothing was changed."""
        return self.state == "already_imported"

    def as_json(self) -> dict[str, Any]:
        """Return plain values for the command line and the job's result."""
        return {
            "state": self.state,
            "kind": self.kind,
            "import_id": self.import_id,
            "already_imported": self.already_imported,
            "rows": asdict(self.rows),
            "sums": dict(self.sums),
            "findings": [finding.as_json() for finding in self.findings],
            "questions": [question.as_json() for question in self.questions],
            "new_customers": self.new_customers,
        }


def rows_of(checked: Checked) -> Rows:
    """Return what became of the rows of a file."""
    ragged = len(checked.raw.ragged)
    rejected = int(checked.rejected.sum())
    accepted = int(checked.accepted.sum())
    read = checked.raw.rows + ragged
    return Rows(read, accepted, rejected + ragged, read - accepted - rejected - ragged)


def sums_of(checked: Checked, exponent: int) -> dict[str, str]:
    """Return the sums of a file's amounts, rounded row by row as they are stored."""
    if checked.minor is None:
        return {}
    rejected, accepted = checked.rejected, checked.accepted
    parts = {"accepted": accepted, "rejected": rejected, "duplicates": checked.duplicate & ~rejected}
    sums = {name: _sum(checked.minor, where, exponent) for name, where in parts.items()}
    read = sum(sums.values(), Decimal(0))
    without = checked.minor.null_count + len(checked.raw.ragged)
    return {
        "read": _text(read, exponent),
        **{name: _text(value, exponent) for name, value in sums.items()},
        "rounding": f"{(read - checked.as_written).normalize():f}",
        "as_written": f"{checked.as_written:f}",
        "rows_without_amount": str(without),
    }


def all_findings(checked: Checked) -> tuple[Finding, ...]:
    """Return the findings of a file in the order in which they matter."""
    return sorted_by_weight(findings_of(checked))


def findings_from(stored: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Return the findings that an import's row keeps."""
    return tuple(finding_from_json(values) for values in stored)


def _sum(minor: pa.Array, where: Mask, exponent: int) -> Decimal:
    units: NDArray[np.int64] = minor.filter(pa.array(where)).drop_null().to_numpy()
    # Halves of 32 bits: a million large amounts may add up to more than 64 bits hold.
    whole = (int((units >> 32).sum()) << 32) + int((units & 0xFFFFFFFF).sum())
    return Decimal(whole).scaleb(-exponent)


def _text(value: Decimal, exponent: int) -> str:
    return f"{value:.{exponent}f}"
