"""Do the figures of all companies agree: reports, rows, snapshot, assessment and page?"""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq
from streamlit.testing.v1 import AppTest

from data import assessments, reading
from data.home import company_file
from data.reading import ImportRecord
from data.snapshot import facts
from data.viewer import OWNER
from data.workspaces import WorkspaceInfo, data_version, workspaces

# Each accepted row of these kinds is a row of its table.
ONE_ROW_EACH = {
    "transactions": "transaction",
    "contracts": "contract",
    "contacts": "contact",
    "rescues": "rescue",
    "exits": "exit",
    "complaint_events": "complaint_event",
    "targets": "target",
}


def ask(slug: str, statement: str, *values: Any) -> tuple[Any, ...]:
    connection = sqlite3.connect(company_file(slug))
    try:
        found: tuple[Any, ...] = connection.execute(statement, values).fetchone()
        return found
    finally:
        connection.close()


def wrong_totals() -> list[str]:
    """Return what doesn't agree in the databases, of every company."""
    return [f"{one.slug}: {wrong}" for one in workspaces(OWNER) for wrong in _of_company(one)]


def wrong_snapshots() -> list[str]:
    """Return which companies' snapshot or newest assessment differs from their rows (slower)."""
    return [f"{one.slug}: {wrong}" for one in workspaces(OWNER) for wrong in _of_snapshot(one)]


def wrong_figures(app: AppTest) -> list[str]:
    """Return which figures of the Data page differ from the database of the company that it shows."""
    slug = app.selectbox(key=_key(app, "frame_workspace")).value
    customers, rows = (ask(slug, f'SELECT count(*) FROM "{name}"')[0] for name in ("customer", "transaction"))
    hidden = ask(slug, "SELECT count(*) FROM customer_merge")[0]
    if not app.metric:
        return [f"{rows} transactions and no figures"] if rows else []
    shown = [one.value.replace(",", "") for one in app.metric]
    active = [one for one in reading.imports(OWNER, slug) if one.undone_at is None]
    distinct = sum(one.rows_read - one.rows_duplicates for one in active)
    usable = 100 * sum(one.rows_accepted for one in active) / distinct
    wrong = []
    if not hidden and shown[0] != str(customers):
        wrong.append(f"{shown[0]} customers shown, {customers} stored")
    if shown[1] != str(rows):
        wrong.append(f"{shown[1]} transactions shown, {rows} stored")
    if abs(float(shown[3].rstrip("% \u202f\xa0")) - usable) > 0.51:
        wrong.append(f"{shown[3]} usable shown, {usable:.2f} % by the reports")
    return wrong


def _key(app: AppTest, beginning: str) -> str:
    return next(str(one.key) for one in app.selectbox if str(one.key).startswith(beginning))


def _of_company(company: WorkspaceInfo) -> list[str]:
    wrong = []
    records = reading.imports(OWNER, company.slug)
    for record in records:
        wrong += [f"import {record.import_id} ({record.kind}): {one}" for one in _of_import(company, record)]
    active = [one for one in records if one.undone_at is None and one.kind == "transactions"]
    unit = Decimal(10) ** company.currency_exponent
    sums = sum((Decimal(one.sums["accepted"]) for one in active if one.sums), Decimal(0)) * unit
    expected = (sum(one.rows_accepted for one in active), int(sums))
    stored = ask(company.slug, 'SELECT count(*), coalesce(sum(amount_minor), 0) FROM "transaction"')
    if stored != expected:
        wrong.append(f"rows and cents stored {stored}, by the reports {expected}")
    if (broken := ask(company.slug, "SELECT count(*) FROM pragma_foreign_key_check")[0]) > 0:
        wrong.append(f"{broken} rows name others that are gone")
    if not any(one.undone_at is None for one in records) and ask(
        company.slug, "SELECT count(*) FROM customer"
    ) != (0,):
        wrong.append("customers are left without any import")
    return wrong


def _of_import(company: WorkspaceInfo, record: ImportRecord) -> list[str]:
    wrong = []
    if record.rows_read != record.rows_accepted + record.rows_rejected + record.rows_duplicates:
        wrong.append("rows read are not accepted + left out + duplicates")
    sums = {name: Decimal(value) for name, value in record.sums.items()}
    if sums and sums["read"] != sums["accepted"] + sums["rejected"] + sums["duplicates"]:
        wrong.append(f"sums don't add up: {record.sums}")
    if sums and sums["read"] - sums["as_written"] != sums["rounding"]:
        wrong.append(f"rounding doesn't add up: {record.sums}")
    table = ONE_ROW_EACH.get(record.kind)
    if table is not None:
        expected = record.rows_accepted if record.undone_at is None else 0
        (stored,) = ask(company.slug, f'SELECT count(*) FROM "{table}" WHERE import_id = ?', record.import_id)
        if stored != expected:
            wrong.append(f"{stored} rows of {table} stored, {expected} by the report")
    return wrong


def _of_snapshot(company: WorkspaceInfo) -> list[str]:
    found = facts(OWNER, company.slug)
    amounts = [value for part in found.parts for value in pq.read_table(part)["amount"].to_pylist()]
    minor = sum(round(value * 10**company.currency_exponent) for value in amounts)
    stored = ask(company.slug, 'SELECT count(*), coalesce(sum(amount_minor), 0) FROM "transaction"')
    wrong = [] if stored == (len(amounts), minor) else [f"snapshot {(len(amounts), minor)}, rows {stored}"]
    made = assessments.assessments(OWNER, company.slug)
    last_day = ask(company.slug, 'SELECT max(day) FROM "transaction"')[0]
    newest = max(made, key=lambda one: one.assessment_id or 0, default=None)
    if newest is None or last_day is None or newest.data_version != data_version(OWNER, company.slug):
        return wrong
    if newest.as_of.isoformat() == last_day:
        frame = assessments.assessment_frame(OWNER, company.slug, newest.assessment_id, ["amount_total"])
        assessed = round(float(frame["amount_total"].sum()) * 10**company.currency_exponent)
        if assessed != stored[1]:
            wrong.append(f"assessment {newest.assessment_id} adds up to {assessed}, rows to {stored[1]}")
    return wrong
