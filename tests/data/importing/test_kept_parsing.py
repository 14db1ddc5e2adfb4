"""Is a waiting upload parsed once, however often it is looked at, and nothing left of it afterwards?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from data.importing.inspection import Inspection, inspect
from data.importing.rules import Rules
from data.importing.sandbox import process
from data.importing.sandbox.kept import keep_answer, remove_upload

RULES = Rules("EUR", 2, dt.date(2026, 1, 15))


def workbook(path: Path, customer: str = "A", sheets: tuple[str, ...] = ("one",)) -> Path:
    book = xlsxwriter.Workbook(str(path))
    for name in sheets:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate([("customer", "day", "amount"), (customer, "2024-01-15", 5)]):
            sheet.write_row(row, 0, cells)
    book.close()
    return path


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the children that parse."""
    started: list[str] = []
    asked = process._asked

    def counted(request: str, data: bytes, limits: process.Limits) -> bytes:
        started.append(request)
        return asked(request, data, limits)

    monkeypatch.setattr(process, "_asked", counted)
    return started


def look(path: Path, **answers: str) -> Inspection:
    return inspect(path, "transactions", answers, {}, RULES)


def test_an_upload_is_parsed_once_and_a_file_each_time(tmp_path, children):
    upload = workbook(tmp_path / "aa.xlsx").rename(tmp_path / "aa.xlsx.part")
    assert look(upload) == look(upload)
    assert len(children) == 1
    file = workbook(tmp_path / "b.xlsx")
    look(file)
    look(file)
    assert len(children) == 3
    remove_upload(upload)
    assert list(tmp_path.iterdir()) == [file]


def test_other_bytes_another_sheet_and_damage_are_parsed_anew(tmp_path, children):
    upload = workbook(tmp_path / "aa.xlsx", sheets=("one", "two")).rename(tmp_path / "aa.xlsx.part")
    assert [question.id for question in look(upload).questions] == ["sheet"]
    assert look(upload, sheet="two").preview == look(upload, sheet="two").preview
    assert len(children) == 2
    for kept in tmp_path.glob("*.parsed"):
        kept.write_bytes(kept.read_bytes()[:-40] if kept.stat().st_size > 200 else b"no\n")
    assert look(upload, sheet="two").preview[0].cells["customer_id"] == "A"
    assert len(children) == 3
    workbook(tmp_path / "c.xlsx", "C").replace(upload)
    assert look(upload).preview[0].cells["customer_id"] == "C"
    assert len(children) == 4


def test_without_room_nothing_is_kept_and_nothing_is_left_half_written(tmp_path):
    place = tmp_path / "no folder" / "x.parsed"
    keep_answer(place, b"{}\n")
    assert list(tmp_path.iterdir()) == []
