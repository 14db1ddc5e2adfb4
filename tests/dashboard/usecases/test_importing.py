"""Does an uploaded file reach the company by way of the worker, and do its bytes go afterwards?"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pandas as pd
import pytest

from dashboard.usecases import importing
from dashboard.usecases.importing import Upload, pairs
from data import jobs
from data.errors import CancelledError, DataError, FileRefusedError, NotAllowedError
from data.home import workspace_folder
from data.importing.report import ImportRequest
from data.progress import silent
from data.viewer import OWNER, Viewer
from data.workspaces import create_workspace

SALES = b"customer,day,amount\nA,2024-01-01,5\n,2024-01-02,=1+1\n"


@pytest.fixture
def slug(holdfast_home) -> str:
    return create_workspace(OWNER, "Hotel Linde").slug


def parts(slug: str) -> list[Path]:
    return list((workspace_folder(slug) / "uploads").iterdir())


def parameters(slug: str, content: bytes = SALES, **changes: object) -> dict[str, object]:
    upload = importing.keep_upload(OWNER, slug, content, "../../etc/sales.csv")
    job = {"kind": "transactions", "token": upload.token, "file_name": upload.file_name}
    return {**job, "mapping": {}, "answers": {}, **changes}


def test_an_upload_is_kept_apart_from_its_name_and_only_for_its_owner(slug):
    upload = importing.keep_upload(OWNER, slug, SALES, "../../etc/passwd")
    assert upload.file_name == "passwd"
    assert [path.read_bytes() for path in parts(slug)] == [SALES]
    assert parts(slug)[0].stat().st_mode & 0o077 == 0
    importing.discard_upload(OWNER, slug, upload)
    assert parts(slug) == []


def test_uploads_that_nobody_came_back_for_are_removed(slug):
    importing.keep_upload(OWNER, slug, SALES, "old.csv")
    os.utime(parts(slug)[0], (0, 0))
    importing.keep_upload(OWNER, slug, b"new", "new.csv")
    assert [path.read_bytes() for path in parts(slug)] == [b"new"]


def test_a_token_cannot_lead_out_of_the_folder(slug):
    with pytest.raises(FileRefusedError):
        importing.inspect_upload(OWNER, slug, "transactions", Upload("../company", "x"), {}, {})


def test_the_job_imports_reports_and_removes_the_bytes(slug):
    result = importing.import_job(OWNER, slug, parameters(slug), silent)
    assert result["rows"] == {"read": 2, "accepted": 1, "rejected": 1, "duplicates": 0}
    assert (result["state"], parts(slug)) == ("done", [])
    undone = importing.undo_job(OWNER, slug, {"import_id": result["import_id"]}, silent)
    assert (undone["state"], undone["rows"], undone["file_name"]) == ("undone", 1, "sales.csv")


def test_a_refused_or_cancelled_job_removes_the_bytes_too(slug):
    def stop(share: float, step: str) -> None:
        raise CancelledError("job.cancelled")

    with pytest.raises(FileRefusedError):
        importing.import_job(OWNER, slug, parameters(slug, b"%PDF-1.7"), silent)
    with pytest.raises(CancelledError):
        importing.import_job(OWNER, slug, parameters(slug), stop)
    assert parts(slug) == []


def test_a_job_that_another_worker_took_over_leaves_the_bytes_to_it(slug):
    def lost(share: float, step: str) -> None:
        raise jobs.LeaseLostError("job.error.lease_lost")

    with pytest.raises(jobs.LeaseLostError):
        importing.import_job(OWNER, slug, parameters(slug), lost)
    assert len(parts(slug)) == 1


def test_what_was_understood_is_what_is_imported(slug, monkeypatch):
    """Columns that the manager sees as unused stay unused, whatever their headings."""
    enqueued = []
    monkeypatch.setattr(importing.jobs, "start", lambda *given: enqueued.append(given) or 7)
    upload = importing.keep_upload(OWNER, slug, b"customer,day,amount,margin\nA,2024-01-01,5,1\n", "s.csv")
    found = importing.inspect_upload(OWNER, slug, "transactions", upload, {"margin": ""}, {})
    assert importing.start_import(OWNER, slug, upload, found, {}) == 7
    _, _, kind, given = enqueued[0]
    assert (kind, given["mapping"]["margin"], given["mapping"]["amount"]) == ("import", "", "amount")


def test_rows_left_out_leave_as_a_file_that_is_safe_in_a_spreadsheet(slug):
    result = importing.import_job(OWNER, slug, parameters(slug), silent)
    written = importing.left_out_file(
        OWNER, slug, result["import_id"], "csv", lambda cause, column: f"{cause} in {column}."
    )
    rows = pd.read_csv(io.BytesIO(written), dtype=str, keep_default_na=False)
    assert rows["line"].tolist() == ["3"]
    assert "customer_missing in customer." in rows["reasons"][0]
    assert rows["amount"].tolist() == ["'=1+1"]


def test_an_import_that_left_nothing_out_has_no_such_file(slug):
    result = importing.import_job(
        OWNER, slug, parameters(slug, b"customer,day,amount\nA,2024-01-01,5\n"), silent
    )
    with pytest.raises(DataError) as refused:
        importing.left_out_file(OWNER, slug, result["import_id"], "csv", lambda cause, _: cause)
    assert refused.value.message_id == "import.nothing_left_out"
    with pytest.raises(NotAllowedError):
        importing.left_out_file(Viewer(masked=True), slug, result["import_id"], "csv", lambda cause, _: cause)


def test_a_kind_that_nobody_knows_is_refused(slug, tmp_path):
    with pytest.raises(DataError) as refused:
        importing.import_file(OWNER, slug, ImportRequest("surveys", tmp_path / "s.csv"))
    assert refused.value.message_id == "import.kind_unknown"


def test_options_are_read_as_pairs():
    assert pairs(["day=Invoice date", "amount=", "row_id=a=b"], "--map") == {
        "day": "Invoice date",
        "amount": "",
        "row_id": "a=b",
    }
    for text in ("day", "=x"):
        with pytest.raises(DataError) as refused:
            pairs([text], "--map")
        assert refused.value.message_id == "import.not_a_pair"
