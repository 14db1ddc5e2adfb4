"""Files as they come from all sorts of programs, some of them broken: drawn by chance, but again the same."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

Row = Sequence[str]

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "cp1252", "big5")
SEPARATORS = (",", ";", "\t", "|")
DAYS = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%y-%m-%d",
    "%Y-%m-%d %H:%M",
)
HEADINGS = {
    "transactions": ("customer", "day", "amount", "quantity", "channel", "row_id"),
    "customers": ("客户编号", "姓名", "town", "customer since"),
    "products": ("product_id", "product_label", "category", "price"),
    "contracts": ("customer_id", "start", "end", "fee_per_month", "tariff"),
    "survey_answers": ("respondent", "day", "Q1", "Q2", "Q3"),
    "complaints": ("complaint_id", "customer_id", "opened_at", "subject", "resolved_at"),
    "complaint_events": ("case", "activity", "timestamp", "resource"),
    "contacts": ("customer_id", "day", "channel", "purpose", "cost"),
    "rescues": ("customer_id", "day", "measure", "cost", "accepted", "control"),
    "exits": ("customer_id", "day", "cause", "words"),
    "targets": ("name", "value", "from", "to"),
    "wide": ("customerID", "tenure", "MonthlyCharges", "Churn", "gender"),
}
DAY_LIKE = ("day", "start", "end", "from", "to", "since", "_at", "timestamp")
SPOILING = (
    "",
    "=1+1",
    "soon",
    "2025-02-30",
    "31.12.2999",
    "\x00",
    "\u202ebad",
    "x" * 3000,
    "12a",
    "-",
    "NaN",
    "#N/A",
)
NAMES = ("Anna", "王小明", "O'Neil", "José", "_emphasis_ [x](javascript:1)", "陳大文")


@dataclass(frozen=True)
class OddFile:
    """A file to upload."""

    name: str
    content: bytes
    kind: str


def odd_file(draws: random.Random) -> OddFile:
    """Return the next file: a table in some dialect, sometimes spoilt, sometimes no table at all."""
    kind = draws.choices(tuple(HEADINGS), weights=[8, 3] + [1] * (len(HEADINGS) - 2))[0]
    if draws.random() < 0.06:
        return OddFile("noise.csv", draws.randbytes(draws.randint(0, 400)), kind)
    table = _table(kind, draws)
    suffix, write = draws.choices(tuple(FORMATS.items()), weights=[8, 1, 1, 1, 1, 1])[0]
    content = write(table, draws)
    if draws.random() < 0.08:
        content = content[: draws.randint(1, max(1, len(content) - 1))]
    return OddFile(f"file{draws.randint(1, 999)}{suffix}", content, kind)


def _table(kind: str, draws: random.Random) -> list[Row]:
    headings = HEADINGS[kind]
    day_format, decimals = draws.choice(DAYS), draws.choice((",", "."))
    number = draws.randint(0, 40)
    rows: list[Row] = [
        [_cell(name, line, day_format, decimals, draws) for name in headings] for line in range(number)
    ]
    for row in rows:
        if draws.random() < 0.05:
            assert isinstance(row, list)
            row[draws.randrange(len(row))] = draws.choice(SPOILING)
    chance = draws.random()
    if rows and chance < 0.10:
        rows.append(rows[0])
    elif chance < 0.15:
        rows.append(["Total", *[""] * (len(headings) - 2), "999"])
    elif chance < 0.20:
        rows.append([*headings])
    elif chance < 0.25:
        rows.append(["one cell"])
    return rows if draws.random() < 0.06 else [headings, *rows]


def _cell(name: str, line: int, day_format: str, decimals: str, draws: random.Random) -> str:
    if any(name == part or (part.startswith(("_", "s")) and name.endswith(part)) for part in DAY_LIKE):
        day = pd.Timestamp(2022, 1, 1) + pd.Timedelta(
            days=draws.randint(0, 1400), minutes=draws.randint(0, 1439)
        )
        return day.strftime(day_format)
    if name in ("amount", "fee_per_month", "cost", "price", "MonthlyCharges", "value"):
        sign, sum_ = draws.choice(("", "", "", "", "-")), draws.randint(0, 900_00)
        return f"{sign}{sum_ // 100}{decimals}{sum_ % 100:02d}"
    if name in ("quantity", "tenure", "Q1", "Q2", "Q3"):
        return str(draws.randint(0, 10))
    if name in ("customer", "customer_id", "客户编号", "customerID", "respondent"):
        return f"C{draws.randint(1, 30)}" if draws.random() > 0.03 else ""
    if name in ("row_id", "complaint_id", "case", "product_id"):
        return f"R{line + draws.choice((0, 0, 0, 100))}"
    if name in ("Churn", "accepted", "control"):
        return draws.choice(("Yes", "No"))
    if name == "activity":
        return draws.choice(("received", "acknowledged", "resolved", "closed", "Wait"))
    return draws.choice(NAMES)


def _text(table: list[Row], draws: random.Random) -> str:
    separator = draws.choice(SEPARATORS)
    ending = draws.choice(("\n", "\r\n"))
    lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in table]
    if draws.random() < 0.05:
        lines.insert(draws.randint(0, len(lines)), '"never closed' + separator)
    return ending.join(lines) + draws.choice(("", ending))


def _csv(table: list[Row], draws: random.Random) -> bytes:
    return _text(table, draws).encode(draws.choice(ENCODINGS), errors="replace")


def _gz(table: list[Row], draws: random.Random) -> bytes:
    return gzip.compress(_csv(table, draws), mtime=0)


def _zip(table: list[Row], draws: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("inside.csv"), _csv(table, draws))
    return packed.getvalue()


def _frame(table: list[Row]) -> pd.DataFrame:
    headings = list(table[0]) if table else ["empty"]
    width = len(headings)
    rows = [[*row, *[""] * width][:width] for row in table[1:]]
    return (
        pd.DataFrame(rows, columns=headings).map(lambda cell: cell.replace("\x00", ""))
        if rows
        else pd.DataFrame(columns=headings)
    )


def _parquet(table: list[Row], draws: random.Random) -> bytes:
    frame = _frame(table)
    return bytes(frame.loc[:, ~frame.columns.duplicated()].to_parquet(index=False))


def _xlsx(table: list[Row], draws: random.Random) -> bytes:
    written = io.BytesIO()
    with pd.ExcelWriter(written, engine="xlsxwriter") as workbook:
        _frame(table).to_excel(workbook, sheet_name="one", index=False)
        if draws.random() < 0.3:
            _frame(table).to_excel(workbook, sheet_name="two", index=False)
    return written.getvalue()


def _jsonl(table: list[Row], draws: random.Random) -> bytes:
    headings = table[0] if table else ["empty"]
    lines = [json.dumps(dict(zip(headings, row, strict=False)), ensure_ascii=False) for row in table[1:]]
    return "\n".join(lines).encode()


FORMATS: dict[str, Callable[[list[Row], random.Random], bytes]] = {
    ".csv": _csv,
    ".csv.gz": _gz,
    ".zip": _zip,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
    ".jsonl": _jsonl,
}
