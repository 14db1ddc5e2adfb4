"""What did an import do, in words and numbers that a manager can check?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from babel.numbers import format_currency

from dashboard.formats import Reader, visible
from dashboard.i18n.texts import Texts

_KINDS_OF_ROWS = ("read", "accepted", "rejected", "duplicates")
ICONS = {
    "left_out": ":material/block:",
    "duplicate": ":material/content_copy:",
    "left_empty": ":material/check_box_outline_blank:",
    "changed": ":material/edit:",
    "kept": ":material/info:",
    "noted": ":material/rule:",
}


@dataclass(frozen=True)
class FindingView:
    """One cause: what was found, what was done, and where (a table of examples).

    ``columns`` says how often each column has it, where several have; it is empty otherwise.
    """

    text: str
    action: str
    icon: str
    examples: pd.DataFrame
    columns: pd.DataFrame
    more: str = ""


@dataclass(frozen=True)
class ReportView:
    """An import's result; ``accounts`` has one row a fate with its rows and its sum."""

    headline: str
    caption: str
    state: str
    accounts: pd.DataFrame
    remarks: tuple[str, ...]
    findings: tuple[FindingView, ...]
    has_left_out: bool


def report_view(report: Mapping[str, Any], file_name: str, reader: Reader) -> ReportView:
    """Return the words for a report (``ImportReport.as_json()``)."""
    texts, rows = reader.texts, report["rows"]
    state = str(report["state"])
    headline = texts(
        f"data.result.{state}",
        file=file_name,
        accepted=rows["accepted"],
        rows=texts("data.result.rows", count=rows["read"]),
    )
    return ReportView(
        headline=headline,
        caption=texts("data.result.new_customers", count=report.get("new_customers", 0))
        if state == "done"
        else "",
        state=state,
        accounts=_accounts(rows, report["sums"], report.get("kind", ""), reader),
        remarks=tuple(_remarks(report["sums"], reader)),
        findings=tuple(finding_view(finding, reader) for finding in report["findings"]),
        has_left_out=rows["rejected"] > 0 and report["import_id"] is not None,
    )


def report_of_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return an import of the history in the shape of a report."""
    return {
        "state": "done",
        "kind": record["kind"],
        "import_id": record["import_id"],
        "rows": {name: record[f"rows_{name}"] for name in _KINDS_OF_ROWS},
        "sums": record["sums"],
        "findings": record["findings"],
    }


def finding_view(finding: Mapping[str, Any], reader: Reader) -> FindingView:
    """Return the words for one finding (``Finding.as_json()``)."""
    texts = reader.texts
    examples: Sequence[Mapping[str, Any]] = finding["examples"]
    line, column, value = (texts(f"data.example.{name}") for name in ("line", "column", "value"))
    table = pd.DataFrame(
        [
            {
                line: str(one["line"]),
                column: one["column"],
                value: visible(one["value"]) or texts("data.example.empty"),
            }
            for one in examples
        ],
        columns=[line, column, value],
    )
    if not any(one["column"] for one in examples):
        table = table.drop(columns=column)
    more = finding["count"] - len(examples)
    return FindingView(
        text=cause_text(finding, reader),
        action=texts(f"import.action.{finding['action']}"),
        icon=ICONS[finding["action"]],
        examples=table,
        columns=_by_column(finding.get("by_column", {}), reader),
        more=texts("data.example.more", count=more) if examples and more else "",
    )


def cause_text(finding: Mapping[str, Any], reader: Reader) -> str:
    """Return what was found, as a sentence with its count."""
    parameters = {**finding["parameters"], "count": finding["count"], "column": finding["column"]}
    return reader.texts(f"import.finding.{finding['cause']}", **parameters)


def _by_column(counts: Mapping[str, int], reader: Reader) -> pd.DataFrame:
    column, cells = reader.texts("data.example.column"), reader.texts("data.example.cells")
    rows = [{column: name, cells: reader.formats.count(n)} for name, n in counts.items()]
    return pd.DataFrame(rows, columns=[column, cells])


def sum_label(kind: str, texts: Texts) -> str:
    """Return what the money of a kind of file is the sum of."""
    own = f"data.account.sum.{kind}"
    return texts(own if texts.has(own) else "data.account.sum")


def _accounts(rows: Mapping[str, int], sums: Mapping[str, str], kind: str, reader: Reader) -> pd.DataFrame:
    texts, formats = reader.texts, reader.formats
    table = {
        texts("data.account"): [texts(f"data.account.{name}") for name in _KINDS_OF_ROWS],
        texts("data.account.rows"): [formats.count(rows[name]) for name in _KINDS_OF_ROWS],
    }
    if sums:
        table[sum_label(kind, texts)] = [_money(sums[name], reader) for name in _KINDS_OF_ROWS]
    return pd.DataFrame(table)


def _remarks(sums: Mapping[str, str], reader: Reader) -> Sequence[str]:
    if not sums:
        return ()
    said = []
    # Programs write noise in the fifteenth digit; below a millionth it tells nobody anything.
    if (rounding := _readable(sums["rounding"])) != 0:
        exact, difference = (
            _money(f"{_readable(sums['as_written']):f}", reader),
            _money(f"{rounding:f}", reader),
        )
        said.append(reader.texts("data.remark.rounding", exact=exact, difference=difference))
    if without := int(sums["rows_without_amount"]):
        said.append(reader.texts("data.remark.without_amount", count=without))
    return said


def _readable(text: str) -> Decimal:
    return round(Decimal(text), 6).normalize()


def _money(text: str, reader: Reader) -> str:
    """Return an exact amount with all its digits: sums have to agree to the cent on the screen too."""
    formats = reader.formats
    return str(
        format_currency(Decimal(text), formats.currency, locale=formats.language, decimal_quantization=False)
    )
