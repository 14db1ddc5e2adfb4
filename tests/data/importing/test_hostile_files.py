"""Does a file that means harm, or is broken in any way, end in a sentence instead of a traceback?"""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DataError, FileRefusedError
from data.importing.report import ImportReport
from data.importing.run import run_import
from data.viewer import OWNER
from tests.data.importing.files import bring_in, causes, counts, request_for

GOOD = "customer,day,amount\nA,2024-01-01,5\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "import.refused.empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "import.refused.empty"),
        (b"\x00" * 500, "import.refused.empty"),
        (b"customer,day,amount\n", "import.refused.headings_only"),
        (b"customer\nA\nB\n", "import.refused.one_column"),
        (b"PK\x03\x04" + bytes(range(256)) * 20, "import.refused.workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "import.refused.workbook"),
        (b"%PDF-1.7\n" + bytes(range(256)), "import.refused.not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "import.refused.not_a_table"),
        (bytes(range(256)) * 50, "import.refused.not_a_table"),
        (b"<html><table><tr><td>1,2</td></tr></table></html>", "import.refused.not_a_table"),
        (b"\xff\xfe" + b"a" * 501, "import.refused.broken_text"),
        (b"\x1f\x8b\x08\x00 not really packed", "import.refused.damaged_archive"),
        (gzip.compress(GOOD.encode())[:-9], "import.refused.damaged_archive"),
        (gzip.compress(b""), "import.refused.empty"),
        (b'customer,day,amount\nA,2024-01-01,"5\nB,2024-01-01,6\n', "import.refused.open_quotation"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(slug, tmp_path, content, message):
    with pytest.raises(FileRefusedError) as refused:
        bring_in(slug, tmp_path / "file.csv", content)
    assert refused.value.message_id == message


def test_a_file_that_is_not_there_is_refused(slug, tmp_path):
    request = request_for(tmp_path / "x.csv", GOOD)
    request.path.unlink()
    with pytest.raises(FileRefusedError) as refused:
        run_import(OWNER, slug, request)
    assert refused.value.message_id == "import.refused.cannot_open"


def test_a_packed_file_is_read_and_a_bomb_is_not_unpacked(slug, tmp_path):
    assert counts(bring_in(slug, tmp_path / "a.csv.gz", gzip.compress(GOOD.encode()))) == (1, 1, 0, 0)
    bomb = gzip.compress(b"customer,day,amount\n" + b"A,2024-01-01,5\n" * 4_000_000, 9)
    assert len(bomb) < 400_000
    with pytest.raises(FileRefusedError) as refused:
        bring_in(slug, tmp_path / "bomb.csv.gz", bomb)
    assert refused.value.message_id == "import.refused.too_large"


def test_broken_characters_and_nul_are_quarantined_by_line(slug, tmp_path):
    good = b"".join(b"K\xc3\xb6ln %d,2024-01-01,5\n" % i for i in range(30))
    data = b"customer,day,amount\n" + good + b"B\xff,2024-01-01,5\nC\x00,2024-01-01,5\n"
    report = bring_in(slug, tmp_path / "x.csv", data)
    assert counts(report) == (32, 30, 2, 0)
    assert causes(report) == {"broken_text": 1, "zero_character": 1}
    assert {finding.cause: finding.examples[0].line for finding in report.findings} == {
        "broken_text": 32,
        "zero_character": 33,
    }


def test_ragged_rows_are_quarantined_by_line(slug, tmp_path):
    report = bring_in(slug, tmp_path / "x.csv", GOOD + "B,2024-01-02\nC,2024-01-03,6\nD,2024-01-04,7,8\n")
    assert counts(report) == (4, 2, 2, 0)
    finding = report.findings[0]
    assert (finding.cause, [example.line for example in finding.examples]) == ("number_of_cells", [3, 5])
    assert report.sums["rows_without_amount"] == "2"


def test_a_cell_that_would_be_sql_is_a_cell(slug, tmp_path):
    name = "x'); DROP TABLE customer;--"
    assert counts(bring_in(slug, tmp_path / "x.csv", f'customer,day,amount\n"{name}",2024-01-01,5\n')) == (
        1,
        1,
        0,
        0,
    )


def test_very_many_columns_and_a_very_long_cell_are_read(slug, tmp_path):
    headings = ",".join(["customer", "day", "amount", *[f"x{i}" for i in range(600)]])
    row = ",".join(["A", "2024-01-01", "5", "y" * 200_000, *["" for _ in range(599)]])
    assert counts(bring_in(slug, tmp_path / "x.csv", f"{headings}\n{row}\n")) == (1, 1, 0, 0)


SIGNS = ['"', ",", ";", "\t", "|", "\n", "\r\n", "\x00", " ", "\ufeff"]
CELLS = ["customer", "day", "amount", "A", "00123", "2024-01-01", "03/04/2025", "1,5", "-2.50", "合计", "é"]
PIECES = st.sampled_from([*SIGNS, *CELLS, "\ud7ff", "=1+1", "NA", "Total", "9" * 30])


def outcome(slug: str, path: Path, content: bytes) -> ImportReport | str:
    """Return the report of a file or the sentence that refuses it; any other error is ours."""
    try:
        return bring_in(slug, path, content, dry_run=True)
    except DataError as refused:
        return refused.message_id


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["utf-8", "utf-16", "gb18030", "cp1252"]))
def test_whatever_a_file_holds_rows_and_sums_add_up_or_a_sentence_says_why(slug, tmp_path, text, encoding):
    found = outcome(slug, tmp_path / "x.csv", text.encode(encoding, "replace"))
    if isinstance(found, str):
        assert found.startswith("import.")
        return
    read, accepted, rejected, duplicates = counts(found)
    assert read == accepted + rejected + duplicates
    if sums := {name: Decimal(value) for name, value in found.sums.items()}:
        assert sums["read"] == sums["accepted"] + sums["rejected"] + sums["duplicates"]
        assert sums["read"] - sums["rounding"] == sums["as_written"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_report_or_a_sentence(slug, tmp_path, content):
    found = outcome(slug, tmp_path / "x.csv", b"customer,day,amount\n" + content)
    assert isinstance(found, ImportReport) or found.startswith("import.")
