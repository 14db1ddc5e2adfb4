"""Does a query bring exactly its rows, read only, and never say where the database is?"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3

import pyarrow.parquet as pq
import pytest

from dashboard import cli
from data.errors import DataError
from data.importing import query
from data.importing.query import fetched, source_names
from data.viewer import OWNER
from data.workspaces import workspace

SALES = "SELECT customer, day, amount FROM sale ORDER BY rowid"


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A shop's database, named in the environment as every other would be."""
    path = tmp_path / "secret place" / "shop.db"
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE sale (customer TEXT, day TEXT, amount)")
        connection.executemany(
            "INSERT INTO sale VALUES (?, ?, ?)",
            [("00123", "2024-01-15", 12.5), ("张三", "2024-02-29", -3), ("C;--", "2024-03-01", None)],
        )
    connection.close()
    monkeypatch.setenv("HOLDFAST_SOURCE_SHOP", f"sqlite:///{path}")
    return path


def texts(content: bytes) -> list[dict[str, str]]:
    return pq.read_table(io.BytesIO(content)).to_pylist()


def test_rows_come_as_the_texts_that_they_are(shop):
    assert texts(fetched("shop", SALES)) == [
        {"customer": "00123", "day": "2024-01-15", "amount": "12.5"},
        {"customer": "张三", "day": "2024-02-29", "amount": "-3"},
        {"customer": "C;--", "day": "2024-03-01", "amount": ""},
    ]
    assert fetched("shop", SALES) == fetched("SHOP", SALES + ";")
    assert source_names() == ["shop"]


@pytest.mark.parametrize(
    "text",
    [
        "-- all sales; of 2024\nSELECT * FROM sale /* ; */",
        "SELECT * FROM sale WHERE customer = 'C;--'",
        "WITH recent AS (SELECT * FROM sale WHERE day > '2024-01-31') SELECT * FROM recent",
    ],
)
def test_one_reading_statement_is_asked(shop, text):
    assert texts(fetched("shop", text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not_one_query"),
        ("DELETE FROM sale", "not_one_query"),
        ("SELECT 1; DELETE FROM sale", "not_one_query"),
        ("/* SELECT */ UPDATE sale SET amount = 0", "not_one_query"),
        ("ATTACH DATABASE '/tmp/x.db' AS x", "not_one_query"),
        ("PRAGMA journal_mode = DELETE", "not_one_query"),
        ("WITH x AS (SELECT 1) DELETE FROM sale", "refused"),
        ("WITH x AS (SELECT 1) INSERT INTO sale SELECT 1, 2, 3", "refused"),
        ("SELECT load_extension('x')", "refused"),
        ("SELECT nothing FROM sale", "refused"),
    ],
)
def test_whatever_else_is_refused_and_nothing_changes(shop, text, message):
    before = hashlib.sha256(shop.read_bytes()).hexdigest()
    with pytest.raises(DataError) as refused:
        fetched("shop", text)
    assert refused.value.message_id == f"import.source.{message}"
    assert "secret" not in str(refused.value.parameters)
    assert hashlib.sha256(shop.read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:////nowhere/secret.db", "unreachable"),
        ("secret", "unreachable"),
        ("mysql://root:secret@host/x", "kind"),
    ],
)
def test_a_source_that_cannot_be_asked_is_named_without_its_address(monkeypatch, url, message):
    monkeypatch.setenv("HOLDFAST_SOURCE_SHOP", url)
    with pytest.raises(DataError) as refused:
        fetched("shop", "SELECT 1")
    assert refused.value.message_id == f"import.source.{message}"
    assert "secret" not in str(refused.value.parameters)
    assert refused.value.__cause__ is None


def test_a_source_that_is_not_named_is_refused():
    with pytest.raises(DataError) as refused:
        fetched("shop", "SELECT 1")
    assert refused.value.message_id == "import.source.unknown"


def test_too_many_rows_and_too_long_a_time_are_refused(shop, monkeypatch):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i FROM n"
    monkeypatch.setattr(query, "MOST_ROWS", 10_000)
    with pytest.raises(DataError) as refused:
        fetched("shop", endless)
    assert (refused.value.message_id, refused.value.parameters["most"]) == (
        "import.source.too_many_rows",
        10_000,
    )
    monkeypatch.setattr(query, "MOST_SECONDS", 0.05)
    with pytest.raises(DataError) as refused:
        fetched("shop", endless.replace("SELECT i, i FROM n", "SELECT count(*), 1 FROM n"))
    assert refused.value.message_id == "import.source.too_slow"


def test_the_command_line_brings_a_query_in_once(shop, slug, tmp_path, capsys):
    file = tmp_path / "sales.sql"
    file.write_text(SALES)
    name = workspace(OWNER, slug).name
    command = ["import", "transactions", str(file), "--source", "shop", "--workspace", name, "--json"]
    assert cli.main(command) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["state"], first["rows"]["accepted"], first["rows"]["rejected"]) == ("done", 2, 1)
    assert cli.main(command) == 0
    said = capsys.readouterr().out
    assert json.loads(said)["state"] == "already_imported"
    assert "secret" not in said


def test_two_columns_of_one_name_come_apart_as_in_any_file(shop, slug, tmp_path, capsys):
    file = tmp_path / "sales.sql"
    file.write_text("SELECT customer, day, amount, amount * 2 AS amount FROM sale")
    name = workspace(OWNER, slug).name
    command = ["import", "transactions", str(file), "--source", "shop", "--workspace", name, "--json"]
    assert cli.main(command) == 3
    (question,) = json.loads(capsys.readouterr().out)["questions"]
    assert [choice["id"] for choice in question["choices"]] == ["amount", "amount (2)"]
