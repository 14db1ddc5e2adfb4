"""Do a workbook, a Parquet file, JSON lines and an archive say exactly what they hold?"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.errors import DataError, FileRefusedError
from data.importing.opening import open_file
from data.importing.source import load
from tests.data.importing.files import bring_in, causes, counts
from tests.data.importing.packed_files import SALES, WORKBOOKS, ods, xlsb, xlsx, zipped

CSV = "customer,day,amount\n00123,2024-01-15,12.5\nB-7,2024-02-29,-3.25\n"
ROWS = [("00123", "2024-01-15", "12.5"), ("B-7", "2024-02-29", "-3.25")]


def opened(tmp_path, name, content, **answers):
    path = tmp_path / name
    path.write_bytes(content)
    return open_file(load(path), answers)


def rows_in(file) -> list[tuple[str, ...]]:
    return list(zip(*[column.to_pylist() for column in file.raw.columns.values()], strict=True))


def parquet(**columns) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


PARQUET = parquet(
    customer=["00123", "B-7"],
    day=[dt.date(2024, 1, 15), dt.date(2024, 2, 29)],
    amount=[Decimal("12.5"), Decimal("-3.25")],
)
JSON = (
    '{"customer":"00123","day":"2024-01-15","amount":12.5}\n'
    '{"customer":"B-7","day":"2024-02-29","amount":-3.25}\n'
)
HEADINGS = ["customer", "day", "amount"]
ODS = ods([HEADINGS, ["00123", "@2024-01-15", "=12.5"], ["B-7", "@2024-02-29", "=-3.25"]])
XLSB = xlsb([HEADINGS, ["00123", "2024-01-15", 12.5], ["B-7", "2024-02-29", -3.25]])
MACRO_PARTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sales.xlsx", xlsx({"Sales": SALES})),
        ("mac.xlsx", xlsx({"Sales": SALES}, date_1904=True)),
        ("sales.ods", ODS),
        ("sales.xlsb", XLSB),
        ("sales.parquet", PARQUET),
        ("sales.jsonl", JSON.encode()),
        ("sales.jsonl.gz", gzip.compress(JSON.encode())),
        ("sales.zip", zipped({"sales.csv": CSV.encode()})),
        ("book.zip", zipped({"__MACOSX/._x": b"x", "folder/sales.xlsx": xlsx({"Sales": SALES})})),
        ("parquet.zip", zipped({"sales.parquet": PARQUET})),
    ],
)  # fmt: skip
def test_every_format_brings_the_same_sales(slug, tmp_path, name, content):
    report = bring_in(slug, tmp_path / name, content)
    assert (report.state, counts(report), report.sums["accepted"]) == ("done", (2, 2, 0, 0), "9.25")
    assert rows_in(opened(tmp_path, name, content))[0][0] == "00123"


@pytest.mark.parametrize("name", ["old_1900.xls", "old_1904.xls"])
def test_an_old_workbook_is_read_in_both_calendars(slug, tmp_path, name):
    content = (WORKBOOKS / name).read_bytes()
    assert rows_in(opened(tmp_path, name, content)) == [
        ("00123", "2024-01-15", "12.5"),
        ("17850", "2024-01-16", "-3.25"),
    ]


def test_cells_show_what_a_person_reads(tmp_path):
    rows = [
        ["a", "b"],
        [0.1 + 0.2, 1234567.0],
        [1e-7, 123456789012345],
        [12345678901234567890, True],
        ["=1+1", " x "],
    ]
    found = opened(tmp_path, "x.xlsx", xlsx({"S": rows}), header="yes")
    assert rows_in(found)[:3] == [
        ("0.3", "1234567"),
        ("0.0000001", "123456789012345"),
        ("1.23456789012346E+19", "TRUE"),
    ]


def test_values_of_formulas_errors_and_filled_up_numbers_are_shown(tmp_path):
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["customer", "amount"])
    sheet.write_number(1, 0, 123, book.add_format({"num_format": "00000"}))
    sheet.write_formula(1, 1, "=2*3.5", None, 7)
    sheet.write_string(2, 0, "B")
    sheet.write_formula(2, 1, "=NA()", None, "#N/A")
    book.close()
    assert rows_in(opened(tmp_path, "x.xlsx", file.getvalue())) == [("00123", "7"), ("B", "#N/A")]


def test_a_title_over_the_table_belongs_to_no_row(slug, tmp_path):
    title = [["Sales of 2024"], [None], [None, None, "in EUR"]]
    report = bring_in(slug, tmp_path / "x.xlsx", xlsx({"S": [*title, *SALES]}))
    assert counts(report) == (2, 2, 0, 0)
    assert causes(report)["lines_above"] == 2
    assert opened(tmp_path, "x.xlsx", xlsx({"S": [*title, *SALES]})).raw.lines.tolist() == [5, 6]


def test_several_sheets_are_asked_for_and_brought_in_one_by_one(slug, tmp_path):
    path, book = (
        tmp_path / "x.xlsx",
        xlsx({"2023": SALES, "2024": [*SALES, ("C", dt.date(2024, 3, 1), 1)], "Empty": []}),
    )
    asked = bring_in(slug, path, book)
    question = asked.questions[0]
    assert (asked.state, question.id, [choice.id for choice in question.choices]) == (
        "questions",
        "sheet",
        ["2023", "2024"],
    )
    assert question.choices[0].examples[0] == "customer | day | amount"
    assert counts(bring_in(slug, path, book, answers={"sheet": "2023"})) == (2, 2, 0, 0)
    assert counts(bring_in(slug, path, book, answers={"sheet": "2024"})) == (3, 3, 0, 0)
    assert bring_in(slug, path, book, answers={"sheet": "2024"}).state == "already_imported"
    with pytest.raises(DataError) as refused:
        bring_in(slug, path, book, answers={"sheet": "2025"})
    assert refused.value.message_id == "import.answer_unknown"


def test_several_files_of_an_archive_are_asked_for(slug, tmp_path):
    path = tmp_path / "x.zip"
    content = zipped({"a.csv": CSV.encode(), "客户.csv": CSV.encode(), "readme.pdf": b"%PDF"})
    asked = bring_in(slug, path, content)
    assert [choice.id for choice in asked.questions[0].choices] == ["a.csv", "客户.csv"]
    assert counts(bring_in(slug, path, content, answers={"archive_member": "客户.csv"})) == (2, 2, 0, 0)


def test_parquet_values_are_written_as_they_are(tmp_path):
    # Pandera makes Arrow ignore the zones of Python's moments: this one is given in UTC.
    moment = pa.array([dt.datetime.fromisoformat("2024-01-15 10:30"), None])
    content = parquet(
        id=["00123", None],
        number=[0.1, 1e-7],
        single=pa.array([0.1, 16777216], pa.float32()),
        exact=[Decimal("1.50"), None],
        day=pa.array(pd.to_datetime(["2024-01-15 00:00", "2024-01-16 08:30"])),
        moment=moment.cast(pa.timestamp("us", "Asia/Shanghai")),
        coded=pa.array(["x", "y"]).dictionary_encode(),
    )
    assert rows_in(opened(tmp_path, "x.parquet", content)) == [
        ("00123", "0.1", "0.1", "1.50", "2024-01-15", "2024-01-15 18:30:00+0800", "x"),
        ("", "0.0000001", "16777216.0", "", "2024-01-16 08:30:00", "", "y"),
    ]


def test_json_numbers_keep_their_digits_and_broken_lines_are_quarantined(slug, tmp_path):
    lines = [
        '{"customer":"A","day":"2024-01-15","amount":12.10}',
        '{"customer":"B","day":"2024-01-15","amount":1,"amount":2}',
        "[1]",
        '{"customer":"C","day":"2024-01-15","amount":0.30}',
        '{"customer":"D","day":"2024-0',
    ]
    content = "\n".join(lines).encode()
    assert rows_in(opened(tmp_path, "x.jsonl", content))[0][2] == "12.10"
    report = bring_in(slug, tmp_path / "x.jsonl", content)
    assert (counts(report), report.sums["accepted"]) == ((5, 2, 3, 0), "12.40")
    broken = next(finding for finding in report.findings if finding.cause == "not_an_object")
    assert [example.line for example in broken.examples] == [2, 3, 5]


def with_flag(content: bytes) -> bytes:
    """Mark the first member of an archive as locked by a password."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + bytes([content[at] | 1]) + content[at + 1 :]


def stream(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name.encode("utf-16-le") + bytes(600)


GOOD = xlsx({"S": SALES})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.xlsx", stream("EncryptedPackage"), "encrypted"),
        ("x.zip", with_flag(zipped({"a.csv": CSV.encode()})), "encrypted"),
        ("x.xls", stream("Workbook _VBA_PROJECT_CUR"), "macros"),
        ("x.xlsm", zipped(dict.fromkeys(MACRO_PARTS, b"")), "macros"),
        ("x.doc", stream("WordDocument"), "not_a_table"),
        ("x.docx", zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "not_a_table"),
        ("x.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "not_a_table"),
        ("x.xlsx", GOOD[:-300], "damaged_archive"),
        ("x.xlsx", GOOD[:400] + b"x" * 40 + GOOD[440:], "damaged_archive"),
        ("x.xls", stream("Workbook"), "damaged_workbook"),
        ("x.zip", zipped({"a.csv": CSV.encode()})[:60], "damaged_archive"),
        ("x.parquet", PARQUET[:-100], "damaged_parquet"),
        ("x.parquet", b"PAR1" + bytes(300) + b"PAR1", "damaged_parquet"),
        ("x.csv", GOOD, "workbook"),
        ("x.xlsx", CSV.encode(), "wrong_name"),
        ("x.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "wrong_name"),
        ("x.parquet", CSV.encode(), "wrong_name"),
        ("x.zip", gzip.compress(CSV.encode()), "wrong_name"),
        ("x.zip", zipped({"a.zip": zipped({"b.csv": CSV.encode()})}), "nested_archive"),
        ("x.gz", gzip.compress(gzip.compress(CSV.encode())), "nested_archive"),
        ("x.zip", zipped({"../../etc/cron.d/x.csv": CSV.encode()}), "member_path"),
        ("x.zip", zipped({"C:\\x.csv": CSV.encode()}), "member_path"),
        ("x.zip", zipped({}), "empty_archive"),
        ("x.zip", zipped({f"{n}.csv": b"" for n in range(5_001)}), "too_many_members"),
        ("x.json", b'[{"a":1}]', "json_array"),
        ("x.xlsx", xlsx({"S": [["customer"], ["A"], ["B"]]}), "one_column"),
        ("x.xlsx", xlsx({"S": SALES[:1]}), "headings_only"),
        ("x.xlsx", xlsx({"S": []}), "empty"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_its_own_sentence(slug, tmp_path, name, content, message):
    with pytest.raises(FileRefusedError) as refused:
        bring_in(slug, tmp_path / name, content)
    assert refused.value.message_id == f"import.refused.{message}"


def test_another_way_of_packing_is_refused(slug, tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.csv", CSV)
    with pytest.raises(FileRefusedError) as refused:
        bring_in(slug, tmp_path / "x.zip", file.getvalue())
    assert refused.value.message_id == "import.refused.packing_method"
