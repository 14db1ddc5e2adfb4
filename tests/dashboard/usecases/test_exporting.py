import csv
import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.usecases import customers, exporting, workspaces
from dashboard.usecases.assessing import run_assessment
from data.errors import DataError, NotAllowedError, NotFoundError
from data.importing.report import ImportRequest
from data.importing.run import run_import
from data.importing.undo import undo_import
from data.viewer import OWNER, Viewer
from tests.data.company_rows import bring_in, know

FAULTY = """customer_id,day,amount,note
C1,2024-01-05,10.00,=1+1
,2024-01-06,20.00,no customer
C2,2024-13-45,30.00,no day
C2,2024-01-07,abc,no amount
C2,2024-01-08,40.00,fine
"""


@pytest.fixture
def slug() -> str:
    return workspaces.create(OWNER, "Hotel Linde").slug


def say(message_id: str, parameters: Mapping[str, Any]) -> str:
    return f"{message_id}/{parameters.get('column', '')}"


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def bring_in_faulty(slug: str, folder: Path) -> int:
    path = folder / "faulty.csv"
    path.write_text(FAULTY)
    report = run_import(OWNER, slug, ImportRequest("transactions", path))
    assert report.rows.rejected == 3
    return int(report.import_id or 0)


def test_customers_leave_with_what_was_last_known_of_each(slug: str, tmp_path: Path) -> None:
    record = bring_in(slug)
    key = customers.customer_key(OWNER, slug, "00123")
    know(slug, key, dt.date(2024, 2, 1), {"name": "林雅雯", "city": "Vellina"}, record.import_id)
    know(slug, key, dt.date(2024, 1, 1), {"city": "Tesslin", "wish": "=HYPERLINK(1)"}, record.import_id)
    done = exporting.export(OWNER, slug, "customers", tmp_path / "out.csv", say)
    assert (done.rows, done.neutralised) == (3, 1)
    assert rows_of(tmp_path / "out.csv") == [
        {"customer_id": "00123", "city": "Vellina", "wish": "'=HYPERLINK(1)", "name": "林雅雯"},
        {"customer_id": "1E5", "city": "", "wish": "", "name": ""},
        {"customer_id": "NA", "city": "", "wish": "", "name": ""},
    ]


def test_masked_viewer_gets_ids_alone(slug: str) -> None:
    record = bring_in(slug)
    know(
        slug, customers.customer_key(OWNER, slug, "NA"), dt.date(2024, 2, 1), {"name": "x"}, record.import_id
    )
    assert list(exporting.table(Viewer(masked=True), slug, "customers", say)) == ["customer_id"]


def test_assessment_leaves_with_its_day_and_without_internal_numbers(slug: str, tmp_path: Path) -> None:
    bring_in(slug)
    run_assessment(OWNER, slug, dt.date(2024, 1, 31))
    run_assessment(OWNER, slug, dt.date(2024, 3, 31))
    exporting.export(OWNER, slug, "assessment", tmp_path / "out.parquet", say)
    frame = pd.read_parquet(tmp_path / "out.parquet")
    assert set(frame["as_of"].dt.date) == {dt.date(2024, 3, 31)}
    assert frame["customer_id"].tolist() == ["00123", "1E5", "NA"]
    assert "customer_key" not in frame


def test_company_never_assessed_says_so(slug: str) -> None:
    bring_in(slug)
    with pytest.raises(NotFoundError) as refused:
        exporting.table(OWNER, slug, "assessment", say)
    assert refused.value.message_id == "export.no_assessment"


def test_rows_left_out_leave_with_line_reason_and_their_cells(slug: str, tmp_path: Path) -> None:
    bring_in_faulty(slug, tmp_path)
    exporting.export(OWNER, slug, "findings", tmp_path / "out.csv", say)
    left_out = [row for row in rows_of(tmp_path / "out.csv") if row["entry"] == "export.entry.row/"]
    assert [(row["line"], row["column"], row["note"]) for row in left_out] == [
        ("3", "customer_id", "no customer"),
        ("4", "day", "no day"),
        ("5", "amount", "no amount"),
    ]
    assert [row["file_name"] for row in left_out] == ["faulty.csv"] * 3
    assert all(row["cause"].startswith("import.finding.") for row in left_out)


def test_findings_leave_with_an_example_each(slug: str, tmp_path: Path) -> None:
    bring_in_faulty(slug, tmp_path)
    found = exporting.table(OWNER, slug, "findings", say)
    examples = found[found["entry"] == "export.entry.finding/"]
    assert {"abc", "2024-13-45"} <= set(examples["value"])
    assert set(examples.loc[examples["value"] == "abc", "line"]) == {5}


def test_findings_of_an_import_that_was_undone_are_no_longer_there(slug: str, tmp_path: Path) -> None:
    undo_import(OWNER, slug, bring_in_faulty(slug, tmp_path))
    done = exporting.export(OWNER, slug, "findings", tmp_path / "out.csv", say)
    assert done.rows == 0
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfimport_id,file_name,entry,line")


def test_masked_viewer_gets_no_rows_that_were_left_out(slug: str, tmp_path: Path) -> None:
    bring_in_faulty(slug, tmp_path)
    with pytest.raises(NotAllowedError):
        exporting.table(Viewer(masked=True), slug, "findings", say)


@pytest.mark.parametrize("name", ["out.pdf", "out", "csv"])
def test_ending_that_says_no_kind_is_refused(slug: str, tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError) as refused:
        exporting.export(OWNER, slug, "customers", tmp_path / name, say)
    assert refused.value.message_id == "export.kind_unknown"
    assert refused.value.parameters == {"found": name, "kinds": "csv, xlsx, parquet"}


def test_table_of_an_unknown_name_is_refused(slug: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        exporting.export(OWNER, slug, "everything", tmp_path / "out.csv", say)
    assert refused.value.message_id == "export.what_unknown"


def test_file_in_a_folder_that_is_not_there_is_refused_and_leaves_nothing(slug: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        exporting.export(OWNER, slug, "customers", tmp_path / "nowhere" / "out.csv", say)
    assert refused.value.message_id == "export.not_writable"
    assert not (tmp_path / "nowhere").exists()


def test_file_of_the_same_name_is_replaced_whole(slug: str, tmp_path: Path) -> None:
    bring_in(slug)
    out = tmp_path / "out.csv"
    out.write_bytes(b"x" * 100_000)
    exporting.export(OWNER, slug, "customers", out, say)
    assert [row["customer_id"] for row in rows_of(out)] == ["00123", "1E5", "NA"]
    assert list(tmp_path.glob(".*")) == []
