"""Are files from outside (CDNOW, Online Retail) read to the row and to the cent?"""

from __future__ import annotations

from pathlib import Path

import pytest

from data import reading
from data.importing.report import ImportReport, ImportRequest
from data.importing.run import run_import
from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.data.importing.files import causes, counts

CDNOW = "cdnow/CDNOW_sample.txt"
CDNOW_COLUMNS = {"customer_id": "column_1", "day": "column_3", "quantity": "column_4", "amount": "column_5"}
ONLINE_RETAIL = "uci_online_retail/dev_slice_40pct_customers.csv.gz"


@pytest.fixture
def take(home: Path, datasets: Path):
    slug = create_workspace(OWNER, "Real", "GBP").slug

    def take(file: str, **options: object) -> ImportReport:
        return run_import(OWNER, slug, ImportRequest("transactions", datasets / file, **options))  # type: ignore[arg-type]

    return slug, take


def test_cdnow_has_no_headings_so_every_needed_column_is_asked(take):
    _, bring_in = take
    report = bring_in(CDNOW)
    assert [question.id for question in report.questions] == [
        "column_for_customer_id",
        "column_for_day",
        "column_for_amount",
    ]
    assert report.questions[0].choices[2].examples == ("19970101", "19970118", "19970802")


def test_cdnow_is_read_to_the_row_and_to_the_cent(take):
    slug, bring_in = take
    report = bring_in(CDNOW, mapping=CDNOW_COLUMNS)
    assert counts(report) == (6919, 6919, 0, 0)
    assert report.new_customers == 2357
    assert causes(report) == {"equal_row": 21, "zero_amount": 8}
    assert (report.sums["read"], report.sums["accepted"], report.sums["rounding"]) == (
        "244091.94",
        "244091.94",
        "0",
    )
    assert reading.customer_key(OWNER, slug, "00004") > 0
    held = reading.holdings(OWNER, slug)
    assert (held.first_day.isoformat(), held.last_day.isoformat()) == ("1997-01-01", "1998-06-30")


def test_cdnow_again_changes_nothing(take):
    _, bring_in = take
    bring_in(CDNOW, mapping=CDNOW_COLUMNS)
    again = bring_in(CDNOW, mapping=CDNOW_COLUMNS)
    assert (again.state, counts(again)) == ("already_imported", (6919, 0, 0, 6919))


def test_online_retail_asks_only_about_its_ids(take):
    _, bring_in = take
    assert [question.id for question in bring_in(ONLINE_RETAIL).questions] == ["id_decimal_zero"]


def test_online_retail_is_read_to_the_row_and_to_the_cent(take):
    slug, bring_in = take
    report = bring_in(ONLINE_RETAIL, answers={"id_decimal_zero": "strip"})
    assert counts(report) == (217_562, 165_733, 51_829, 0)
    assert causes(report) == {
        "customer_missing": 51_829,
        "time_dropped": 165_733,
        "spaces_trimmed": 35_373,
        "amount_rounded": 3,
        "cancellation": 3_966,
        "equal_row": 2_056,
        "zero_amount": 18,
    }
    assert report.sums == {
        "read": "4133867.52",
        "accepted": "3655919.93",
        "rejected": "477947.59",
        "duplicates": "0.00",
        "rounding": "-0.003",
        "as_written": "4133867.523",
        "rows_without_amount": "0",
    }
    held = reading.holdings(OWNER, slug)
    assert (held.customers, held.transactions) == (1757, 165_733)
    assert reading.customer_key(OWNER, slug, "12583") > 0
