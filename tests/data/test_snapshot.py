from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.database import writer
from data.errors import NotAllowedError
from data.home import workspace_folder
from data.snapshot import PART_SCHEMA, facts, remove_unused_parts, tables, write_part
from data.viewer import OWNER, Viewer
from data.workspaces import create_workspace
from engine.contracts import TRANSACTION_COLUMNS, check_tables
from tests.data.company_rows import ROWS, bring_in, facts_frame, take_out

SECOND = [("00123", "2024-05-01", 10.00, None, None, None, None, None)]


def parts_in(slug):
    return sorted(path.name for path in (workspace_folder(slug) / "snapshot").iterdir())


def all_rows(slug):
    found = tables(OWNER, slug)
    return found.execute(found.transactions)


def test_the_facts_are_what_was_brought_in(slug):
    bring_in(slug)
    found = facts(OWNER, slug)
    assert found.data_version == 1
    assert sorted(found.customers["customer_id"]) == ["00123", "1E5", "NA"]
    assert found.customers.dtypes.astype(str).to_dict() == {"customer_id": "str", "customer_key": "int64"}
    rows = all_rows(slug)
    assert list(rows.columns) == list(TRANSACTION_COLUMNS)
    assert rows["amount"].tolist() == [120.10, 80.00, -20.05, 0.30]
    assert rows["customer_id"].tolist() == ["00123", "1E5", "00123", "NA"]
    assert rows["day"].dt.date.tolist() == [
        dt.date(2024, 1, 5),
        dt.date(2024, 1, 5),
        dt.date(2024, 2, 29),
        dt.date(2024, 3, 1),
    ]
    assert rows["margin"].isna().tolist() == [False, True, False, True]
    assert rows["channel"].isna().tolist() == [False, True, False, False]


def test_they_keep_the_engine_s_contract(slug):
    check_tables(tables(OWNER, slug))
    bring_in(slug)
    check_tables(tables(OWNER, slug))


def test_a_company_without_transactions_has_none(slug):
    found = tables(OWNER, slug)
    assert len(found.customers) == 0
    assert found.execute(found.transactions.count()) == 0
    assert list(found.execute(found.transactions).columns) == list(TRANSACTION_COLUMNS)


@pytest.mark.parametrize(
    "damage", ["missing", "cut off", "empty", "not parquet", "rows missing", "older kind"]
)
def test_a_damaged_part_is_made_again_to_the_same_digits(slug, damage):
    record = bring_in(slug)
    path = facts(OWNER, slug).parts[0]
    written = pq.read_table(path)
    whole = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "cut off":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "not parquet":
        path.write_bytes(b"x" * len(whole))
    elif damage == "rows missing":
        write_part(slug, record.part_name, facts_frame(ROWS[:-1]))
    else:
        pq.write_table(written.replace_schema_metadata(None), path)
    again = pq.read_table(facts(OWNER, slug).parts[0])
    assert again.equals(written, check_metadata=True)
    assert parts_in(slug) == [f"{record.part_name}.parquet"]


def test_each_import_has_its_part_and_an_undone_one_has_none(slug):
    first, second = bring_in(slug), bring_in(slug, SECOND)
    assert len(all_rows(slug)) == 5
    take_out(slug, first)
    assert all_rows(slug)["amount"].tolist() == [10.0]
    assert remove_unused_parts(OWNER, slug) == 1
    assert parts_in(slug) == [f"{second.part_name}.parquet"]


def test_what_a_killed_writer_left_behind_is_removed(slug):
    record = bring_in(slug)
    folder = workspace_folder(slug) / "snapshot"
    (folder / "gone.12ab.unfinished").write_bytes(b"half")
    write_part(slug, "neverconfirmed", facts_frame())
    assert len(all_rows(slug)) == 4
    assert remove_unused_parts(OWNER, slug) == 2
    assert parts_in(slug) == [f"{record.part_name}.parquet"]


def test_removing_waits_for_an_import_that_is_not_confirmed_yet(slug):
    begun, removed = threading.Event(), []

    def clean():
        begun.set()
        removed.append(remove_unused_parts(OWNER, slug))

    with writer(slug):
        thread = threading.Thread(target=clean)
        write_part(slug, "soon", facts_frame())
        thread.start()
        begun.wait(10)
        thread.join(0.2)
        assert removed == []
        assert parts_in(slug) == ["soon.parquet"]
    thread.join()
    assert removed == [1]


def test_a_part_takes_only_its_columns_from_a_frame_or_an_arrow_table(slug):
    frame = facts_frame().assign(line=range(4))
    path = write_part(slug, "one", frame)
    assert pq.read_schema(path).equals(PART_SCHEMA, check_metadata=True)
    assert pq.read_table(path).equals(pq.read_table(write_part(slug, "two", pa.Table.from_pandas(frame))))


def test_threads_may_ask_at_once(slug):
    bring_in(slug)
    found = tables(OWNER, slug)
    per_customer = found.transactions.group_by("customer_id").agg(total=found.transactions.amount.sum())
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: found.execute(per_customer), range(16)))
    for answer in answers:
        totals = answer.set_index("customer_id")["total"].round(2).to_dict()
        assert totals == {"00123": 100.05, "1E5": 80.0, "NA": 0.3}


def test_no_decimals_or_nullable_types_come_out(slug):
    bring_in(slug)
    found = tables(OWNER, slug)
    rows = found.transactions
    answer = found.execute(
        rows.group_by("customer_id").agg(
            exact=rows.amount.cast("decimal(18,2)").sum(),
            known=rows.margin.count(),
            margin=rows.margin.sum(),
            quantity=rows.quantity.cast("int64").sum(),
            last=rows.day.max(),
            channel=rows.channel.max(),
        )
    )
    assert answer.dtypes.astype(str).to_dict() == {
        "customer_id": "str",
        "exact": "float64",
        "known": "int64",
        "margin": "float64",
        "quantity": "float64",
        "last": "datetime64[s]",
        "channel": "str",
    }
    assert isinstance(found.execute(rows.amount.cast("decimal(18,2)").sum()), float)


def test_expressions_may_bring_small_frames_along(slug):
    bring_in(slug)
    found = tables(OWNER, slug)
    keys = ibis.memtable(pa.Table.from_pandas(found.customers, preserve_index=False))
    joined = found.transactions.inner_join(keys, "customer_id").select("customer_key", "amount")
    assert sorted(found.execute(joined)["amount"].tolist()) == [-20.05, 0.3, 80.0, 120.1]


def test_amounts_follow_the_currency_s_exponent(home):
    made = create_workspace(OWNER, "Tokio", currency="JPY")
    record = bring_in(made.slug, [("a", "2024-01-01", 12.34, None, None, None, None, None)], with_part=False)
    assert record.rows_accepted == 1
    assert all_rows(made.slug)["amount"].tolist() == [1234.0]


def test_only_who_may_look_into_the_company_gets_its_facts(slug):
    stranger = Viewer(only="elsewhere")
    for reading in (facts, tables, remove_unused_parts):
        with pytest.raises(NotAllowedError):
            reading(stranger, slug)


def test_the_frame_of_customers_is_a_copy(slug):
    bring_in(slug)
    first = facts(OWNER, slug).customers
    first["customer_id"] = "x"
    assert set(facts(OWNER, slug).customers["customer_id"]) == {"00123", "1E5", "NA"}
