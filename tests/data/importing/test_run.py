"""Does an import change everything it says, nothing else, and leave no trace when undone?"""

from __future__ import annotations

import sqlite3

import pandas as pd
import pytest

from data import reading
from data.errors import CancelledError, DataError, NotAllowedError, NotFoundError
from data.home import company_file
from data.importing.run import run_import
from data.importing.undo import undo_import
from data.snapshot import facts, tables
from data.viewer import OWNER, Viewer
from data.workspaces import data_version
from tests.data.importing.files import bring_in, causes, counts, request_for

SALES = """row_id,customer,day,amount,product,description,channel
1,A,2024-01-01,10.00,P1,Tea,shop
2,B,2024-01-02,20.00,P2,Coffee,web
"""
MORE = "row_id,customer,day,amount\n2,B,2024-01-02,20.00\n1,A,2024-01-01,11.00\n3,A,2024-01-03,30.00\n"


def contents(slug: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of a company but the history of imports and the data version."""
    with sqlite3.connect(company_file(slug)) as connection:
        names = ["customer", "customer_attributes", "attribute_definition", "product", "transaction"]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "sales.csv"


def test_rows_products_and_the_snapshot_agree(slug, file):
    report = bring_in(slug, file, SALES)
    assert (report.state, counts(report), report.new_customers) == ("done", (2, 2, 0, 0), 2)
    held = reading.holdings(OWNER, slug)
    assert (held.customers, held.transactions, held.products) == (2, 2, 2)
    seen = pd.read_parquet(facts(OWNER, slug).parts[0])
    assert seen[["customer_id", "amount", "product_id", "channel"]].to_numpy().tolist() == [
        ["A", 10.0, "P1", "shop"],
        ["B", 20.0, "P2", "web"],
    ]
    shown = reading.customer_facts(OWNER, slug, reading.customer_key(OWNER, slug, "A"))
    assert shown[["product_label", "line"]].to_numpy().tolist() == [["Tea", 2]]


def test_a_part_made_again_from_the_rows_is_the_one_that_was_written(slug, file):
    bring_in(slug, file, SALES)
    part = facts(OWNER, slug).parts[0]
    written = pd.read_parquet(part)
    part.unlink()
    assert facts(OWNER, slug).parts == (part,)
    pd.testing.assert_frame_equal(pd.read_parquet(part), written)


def test_the_same_file_again_changes_nothing_and_says_so(slug, file):
    bring_in(slug, file, SALES)
    before, version = contents(slug), data_version(OWNER, slug)
    again = bring_in(slug, file, SALES)
    assert (again.state, again.already_imported, counts(again)) == ("already_imported", True, (2, 0, 0, 2))
    assert (again.sums["read"], again.sums["accepted"], again.sums["duplicates"]) == (
        "30.00",
        "0.00",
        "30.00",
    )
    assert (contents(slug), data_version(OWNER, slug)) == (before, version)


def test_rows_that_are_stored_are_duplicates_in_another_file_and_changed_ones_are_named(slug, file):
    bring_in(slug, file, SALES)
    report = bring_in(slug, file, MORE)
    assert counts(report) == (3, 1, 0, 2)
    assert causes(report) == {"row_id_stored": 1, "row_id_stored_differs": 1}
    assert reading.holdings(OWNER, slug).transactions == 3


def test_a_dry_run_says_the_same_and_stores_nothing(slug, file):
    bring_in(slug, file, SALES)
    before, version = contents(slug), data_version(OWNER, slug)
    dry = bring_in(slug, file, MORE, dry_run=True)
    assert (dry.state, dry.import_id, counts(dry)) == ("dry_run", None, (3, 1, 0, 2))
    assert (contents(slug), data_version(OWNER, slug)) == (before, version)


def test_undo_takes_out_the_rows_and_whoever_only_they_knew(slug, file):
    first = bring_in(slug, file, SALES)
    second = bring_in(
        slug, file, "row_id,customer,day,amount,product\n9,B,2024-02-01,5,P2\n8,C,2024-02-01,5,P3\n"
    )
    undone = undo_import(OWNER, slug, first.import_id)
    assert (undone.rows, undone.customers) == (2, 1)
    left = contents(slug)
    assert [row[1] for row in left["customer"]] == ["B", "C"]  # B is still needed
    assert [row[1] for row in left["product"]] == ["P2", "P3"]
    undone = undo_import(OWNER, slug, second.import_id)
    assert (undone.rows, undone.customers) == (2, 2)
    assert all(rows == [] for rows in contents(slug).values())
    assert [record.undone_at is None for record in reading.imports(OWNER, slug)] == [False, False]
    assert len(tables(OWNER, slug).customers) == 0


def test_undo_of_customers_takes_their_attributes_along(slug, file):
    report = bring_in(slug, file, "customer,known_on,town\nA,2024-05-01,Ulm\n", "customers")
    undo_import(OWNER, slug, report.import_id)
    assert all(rows == [] for rows in contents(slug).values())


def test_an_undone_file_can_be_brought_in_again(slug, file):
    first = bring_in(slug, file, SALES)
    undo_import(OWNER, slug, first.import_id)
    again = bring_in(slug, file, SALES)
    assert (again.state, counts(again)) == ("done", (2, 2, 0, 0))
    assert again.import_id != first.import_id


def test_undo_names_what_cannot_be_undone(slug, file):
    report = bring_in(slug, file, SALES)
    undo_import(OWNER, slug, report.import_id)
    with pytest.raises(DataError) as twice:
        undo_import(OWNER, slug, report.import_id)
    assert twice.value.message_id == "import.already_undone"
    with pytest.raises(NotFoundError):
        undo_import(OWNER, slug, 99)


def steps_of(slug, request) -> list[str]:
    seen: list[str] = []
    run_import(OWNER, slug, request, lambda _, step: seen.append(step))
    return seen


def test_a_cancel_at_any_step_changes_nothing(slug, file):
    request = request_for(file, SALES)
    steps = len(steps_of(slug, request))
    undo_import(OWNER, slug, reading.imports(OWNER, slug)[0].import_id)
    before, version, history = contents(slug), data_version(OWNER, slug), len(reading.imports(OWNER, slug))
    for stop_at in range(steps):
        calls = iter(range(steps))

        def stop(share: float, step: str, at: int = stop_at, calls=calls) -> None:
            if next(calls) == at:
                raise CancelledError("job.cancelled")

        with pytest.raises(CancelledError):
            run_import(OWNER, slug, request, stop)
        assert (contents(slug), data_version(OWNER, slug)) == (before, version)
        assert len(reading.imports(OWNER, slug)) == history


def test_progress_only_grows(slug, file):
    shares: list[float] = []
    run_import(OWNER, slug, request_for(file, SALES), lambda share, _: shares.append(share))
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1


def test_a_file_of_which_nothing_can_be_used_is_refused_with_its_findings(slug, file):
    report = bring_in(slug, file, "customer,day,amount\nA,soon,5\nB,later,6\n")
    assert (report.state, report.import_id, counts(report)) == ("refused", None, (2, 0, 2, 0))
    assert causes(report) == {"not_a_day": 2}
    assert bring_in(slug, file, "customer,day,amount\nA,soon,5\n", dry_run=True).state == "refused"
    assert bring_in(slug, file, "customer,day,amount\nA,5\nB,6,7,8\n").state == "refused"
    assert reading.imports(OWNER, slug) == []


def test_indices_are_there_after_a_bulk_load(slug, file):
    def indices() -> set[tuple[str, str]]:
        with sqlite3.connect(company_file(slug)) as connection:
            return set(
                connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'").fetchall()
            )

    before = indices()
    rows = "".join(f"{i},C{i % 70},2024-01-{i % 28 + 1:02d},{i}.25\n" for i in range(21_000))
    report = bring_in(slug, file, "row_id,customer,day,amount\n" + rows)
    assert (report.rows.accepted, indices()) == (21_000, before)
    assert report.sums["accepted"] == f"{sum(range(21_000)) + 21_000 * 0.25:.2f}"
    with sqlite3.connect(company_file(slug)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_only_the_owner_may_bring_in_or_take_out(slug, file):
    with pytest.raises(NotAllowedError):
        run_import(Viewer(role="reader"), slug, request_for(file, SALES))
    with pytest.raises(NotAllowedError):
        undo_import(Viewer(role="reader"), slug, 1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mapping": {"colour": "customer"}}, "import.field_unknown"),
        ({"mapping": {"day": "when"}}, "import.heading_unknown"),
        ({"mapping": {"day": "8"}}, "import.heading_unknown"),
        ({"mapping": {"day": "day", "row_id": "day"}}, "import.heading_twice"),
        ({"answers": {"encoding": "klingon"}}, "import.encoding_does_not_fit"),
    ],
)
def test_choices_that_do_not_fit_are_refused_by_name(slug, file, options, message):
    with pytest.raises(DataError) as refused:
        bring_in(slug, file, SALES, **options)
    assert refused.value.message_id == message


def test_a_column_may_be_named_by_its_number(slug, file):
    report = bring_in(
        slug, file, "1;2024-01-01;5.50\n", mapping={"customer_id": "1", "day": "column_2", "amount": "3"}
    )
    assert report.sums["accepted"] == "5.50"
