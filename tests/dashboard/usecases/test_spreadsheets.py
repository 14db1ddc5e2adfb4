import csv
import datetime as dt
import io
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest

from dashboard.usecases.spreadsheets import harmless, table_file
from data.errors import DataError

FORMULAS = ["=1+1", "+49 30 1", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠1"]
NO_FORMULAS = ["Linde", "a=1", "3-4", "", "客户", "'=1", "1E5", "00123"]
_NAMES = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_cells(content: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    return sheet.findall(".//s:c", _NAMES)


def texts_of(cells: list[ElementTree.Element]) -> list[str]:
    return ["".join(cell.itertext()) for cell in cells]


@pytest.mark.parametrize("cell", FORMULAS)
def test_text_that_a_spreadsheet_would_calculate_gets_an_apostrophe(cell: str) -> None:
    safe, count = harmless(pd.DataFrame({"name": [cell]}))
    assert safe["name"].tolist() == ["'" + cell]
    assert count == 1


@pytest.mark.parametrize("cell", NO_FORMULAS)
def test_other_text_stays_as_it_is(cell: str) -> None:
    safe, count = harmless(pd.DataFrame({"name": [cell]}))
    assert safe["name"].tolist() == [cell]
    assert count == 0


def test_headings_are_made_harmless_too() -> None:
    safe, count = harmless(pd.DataFrame({"=cmd": [1], "amount": [2]}))
    assert list(safe) == ["'=cmd", "amount"]
    assert count == 1


def test_the_given_table_is_not_changed() -> None:
    frame = pd.DataFrame({"name": ["=1"], "amount": [-5.0]})
    harmless(frame)
    assert frame["name"].tolist() == ["=1"]


def test_columns_of_one_name_are_both_kept() -> None:
    frame = pd.DataFrame([["=1", "b"]], columns=["name", "name"])
    safe, count = harmless(frame)
    assert safe.to_numpy().tolist() == [["'=1", "b"]]
    assert count == 1


def test_negative_numbers_stay_numbers_in_csv() -> None:
    frame = pd.DataFrame(
        {"name": ["=1", "Linde"], "amount": [-5.25, 3.0], "day": pd.to_datetime(["2026-10-31"] * 2)}
    )
    file = table_file(frame, "csv")
    assert csv_rows(file.content) == [
        ["name", "amount", "day"],
        ["'=1", "-5.25", "2026-10-31"],
        ["Linde", "3.0", "2026-10-31"],
    ]
    assert (file.rows, file.neutralised) == (2, 1)


def test_csv_is_marked_as_utf8_so_that_spreadsheets_read_chinese() -> None:
    content = table_file(pd.DataFrame({"name": ["林雅雯"]}), "csv").content
    assert content == b"\xef\xbb\xbfname\r\n" + "林雅雯\r\n".encode()


def test_workbook_has_no_formulas_and_no_links() -> None:
    frame = pd.DataFrame(
        {"name": ["=HYPERLINK(1)", "http://example.org", "mailto:a@b.c"], "amount": [-5.25, 1.0, 2.0]}
    )
    file = table_file(frame, "xlsx")
    with zipfile.ZipFile(io.BytesIO(file.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower().replace("hyperlink(1)", "")
    assert texts_of(sheet_cells(file.content)) == [
        "name", "amount", "'=HYPERLINK(1)", "-5.25", "http://example.org", "1", "mailto:a@b.c", "2",
    ]  # fmt: skip
    assert file.neutralised == 1


def test_workbook_keeps_ids_as_text_and_numbers_as_numbers() -> None:
    cells = sheet_cells(
        table_file(pd.DataFrame({"id": ["00123", "1E5"], "amount": [1.5, 2.0]}), "xlsx").content
    )
    kinds = [cell.get("t") for cell in cells[2:]]
    assert kinds == ["inlineStr", None, "inlineStr", None]


def test_workbook_leaves_what_is_undefined_empty() -> None:
    frame = pd.DataFrame(
        {
            "value": [float("nan"), float("inf"), 1.0],
            "day": [pd.NaT, pd.Timestamp("2026-10-31"), pd.NaT],
            "tier": ["gold", None, "lead"],
            "alarm": pd.array([True, None, False], dtype="boolean"),
        }
    )
    texts = texts_of(sheet_cells(table_file(frame, "xlsx").content))
    day = (dt.date(2026, 10, 31) - dt.date(1899, 12, 30)).days
    assert texts == ["value", "day", "tier", "alarm", "gold", "1", str(day), "1", "lead", "0"]


def test_parquet_keeps_every_cell_as_it_is() -> None:
    frame = pd.DataFrame({"name": ["=1"], "amount": [-5.0]})
    file = table_file(frame, "parquet")
    assert pd.read_parquet(io.BytesIO(file.content)).to_dict("list") == {"name": ["=1"], "amount": [-5.0]}
    assert file.neutralised == 0


def test_table_too_long_for_a_spreadsheet_is_refused_with_its_size() -> None:
    with pytest.raises(DataError) as refused:
        table_file(pd.DataFrame({"n": range(1_048_576)}), "xlsx")
    assert refused.value.message_id == "export.too_large_for_xlsx"
    assert refused.value.parameters == {"count": 1_048_576, "most": 1_048_575}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_table_without_rows_still_has_its_headings(kind: str) -> None:
    file = table_file(
        pd.DataFrame({"name": pd.Series(dtype="str"), "amount": pd.Series(dtype="float64")}), kind
    )
    assert file.rows == 0
    assert b"name" in (
        file.content if kind != "xlsx" else "".join(texts_of(sheet_cells(file.content))).encode()
    )
