"""How do the rows of a file become rows of the company, all of them or none?

One transaction: the import's own row, new customers and products, the facts, the snapshot part
and the new data version. Bulk rows go through the transaction's own driver connection.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from sqlmodel import Session, update

from data.database import driver_connection
from data.importing.checked import Checked, rejected_file
from data.importing.kind import Storing
from data.importing.kinds import REGISTRY
from data.importing.report import Rows
from data.importing.settled import Settled
from data.progress import Progress
from data.tables.bases import utc_now
from data.tables.company import WorkspaceSettings
from data.tables.records import Import


@dataclass(frozen=True)
class Accounted:
    """Everything that is written down of a file beside its rows."""

    kind: str
    file_name: str
    sha256: str
    rows: Rows
    sums: dict[str, str]
    findings: list[dict[str, Any]]
    understanding: dict[str, Any]


def store(
    session: Session, slug: str, checked: Checked, settled: Settled, account: Accounted, progress: Progress
) -> tuple[int, int]:
    """Write a checked file and return the import's number and how many customers are new."""
    record = Import(
        kind=account.kind,
        file_name=account.file_name,
        file_sha256=account.sha256,
        part_name=f"import-{secrets.token_hex(8)}",
        imported_at=utc_now(),
        rows_read=account.rows.read,
        rows_accepted=account.rows.accepted,
        rows_rejected=account.rows.rejected,
        rows_duplicates=account.rows.duplicates,
        sums=account.sums,
        understanding=account.understanding,
        findings=account.findings,
        rejected_rows=rejected_file(checked),
    )
    session.add(record)
    session.flush()
    import_id = int(record.import_id or 0)
    values = checked.table if checked.accepted.all() else checked.table.filter(pa.array(checked.accepted))
    storing = Storing(
        session=session,
        connection=driver_connection(session),
        slug=slug,
        part_name=record.part_name,
        checked=checked,
        settled=settled,
        values=values,
        import_id=import_id,
        progress=progress,
    )
    new_customers = REGISTRY[account.kind].store(storing)
    session.execute(update(WorkspaceSettings).values(data_version=WorkspaceSettings.data_version + 1))
    return import_id, new_customers
