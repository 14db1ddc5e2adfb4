"""Does PostgreSQL answer in its own words, within a transaction that only reads?

``HOLDFAST_TEST_POSTGRESQL`` names a database of a server to try it on, whose user may make tables:
``postgresql://user:password@127.0.0.1:5432/try``. They are made in a schema of their own and dropped.
"""

from __future__ import annotations

import importlib.util
import io
import json
import os
import secrets
import time
from collections.abc import Iterator

import pyarrow.parquet as pq
import pytest
from sqlalchemy import create_engine, make_url

from dashboard import cli
from data.errors import DataError
from data.importing import query
from data.importing.query import fetched
from data.viewer import OWNER
from data.workspaces import workspace

TABLES = """
    CREATE TABLE sale (customer text, day date, at timestamptz, booked timestamp, amount numeric(12, 2),
        small numeric, paid boolean, pieces integer, weight double precision, tags text[], more jsonb);
    INSERT INTO sale VALUES
        ('00123', '2024-01-15', '2024-01-15 23:30+02', '2024-01-15 23:30', 12.50, 1e-10, true, 7, 1e-7,
         '{a,b}', '{"k": 1}'),
        ('张三', '0044-03-15 BC', NULL, 'infinity', -3, 'NaN', false, NULL, 0.1, NULL, NULL);
    CREATE TABLE seen (n integer);
    CREATE FUNCTION sneak() RETURNS integer LANGUAGE plpgsql
        AS 'BEGIN INSERT INTO seen VALUES (1); RETURN 1; END';
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Return the address of a schema with a few tables."""
    address = os.environ.get("HOLDFAST_TEST_POSTGRESQL")
    if not address:
        pytest.skip("HOLDFAST_TEST_POSTGRESQL is unset: it names a PostgreSQL database to try queries on")
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed: PostgreSQL is asked through it")
    schema = f"holdfast_{secrets.token_hex(4)}"
    url = make_url(address).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        connection.exec_driver_sql(f"SET search_path = {schema}")
        connection.exec_driver_sql("SET timezone = 'UTC'")
        connection.exec_driver_sql(TABLES)
        options = f"-c search_path={schema} -c timezone=UTC"
        yield url.update_query_dict({"options": options}).render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    engine.dispose()


@pytest.fixture
def shop(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("HOLDFAST_SOURCE_SHOP", server)
    return server


def asked(statement: str) -> list[dict[str, str]]:
    return pq.read_table(io.BytesIO(fetched("shop", statement))).to_pylist()


def test_every_type_comes_as_the_text_that_the_database_writes(shop):
    assert asked("SELECT * FROM sale") == [
        {
            "customer": "00123", "day": "2024-01-15", "at": "2024-01-15 21:30:00+00",
            "booked": "2024-01-15 23:30:00", "amount": "12.50", "small": "0.0000000001", "paid": "TRUE",
            "pieces": "7", "weight": "0.0000001", "tags": "{a,b}", "more": '{"k": 1}',
        },
        {
            "customer": "张三", "day": "0044-03-15 BC", "at": "", "booked": "infinity", "amount": "-3.00",
            "small": "NaN", "paid": "FALSE", "pieces": "", "weight": "0.1", "tags": "", "more": "",
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("SELECT sneak()", "refused"),
        ("WITH x AS (DELETE FROM sale RETURNING *) SELECT * FROM x", "refused"),
        ("SELECT * INTO sold FROM sale", "refused"),
        ("SELECT set_config('transaction_read_only', 'off', false), sneak()", "refused"),
        ("SELECT nothing FROM sale", "refused"),
        ("COPY sale TO '/tmp/sale'", "not_one_query"),
        ("SELECT 1; DROP TABLE sale", "not_one_query"),
    ],
)
def test_nothing_can_be_changed(shop, statement, message):
    with pytest.raises(DataError) as refused:
        fetched("shop", statement)
    assert refused.value.message_id == f"import.source.{message}"
    assert asked("SELECT (SELECT count(*) FROM sale) AS sales, (SELECT count(*) FROM seen) AS seen") == [
        {"sales": "2", "seen": "0"}
    ]


def test_signs_that_mean_something_elsewhere_mean_nothing_here(shop):
    assert asked("SELECT customer FROM sale WHERE customer LIKE '0%3'") == [{"customer": "00123"}]
    assert asked("SELECT $$a;b$$ AS x") == [{"x": "a;b"}]


def test_a_query_has_its_time(shop, monkeypatch):
    monkeypatch.setattr(query, "MOST_SECONDS", 0.3)
    began = time.monotonic()
    for endless in ("SELECT pg_sleep(30)", "SELECT pg_sleep(0.001) FROM generate_series(1, 100000)"):
        with pytest.raises(DataError) as refused:
            fetched("shop", endless)
        assert refused.value.message_id == "import.source.too_slow"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"database": "nowhere"}, {"port": 1}])
def test_a_server_that_does_not_answer_is_named_without_its_address(shop, monkeypatch, wrong):
    if "password" in wrong and make_url(shop).password is None:
        pytest.skip("this server asks for no password")
    url = make_url(shop).set(**wrong)
    monkeypatch.setenv("HOLDFAST_SOURCE_SHOP", url.render_as_string(hide_password=False))
    with pytest.raises(DataError) as refused:
        fetched("shop", "SELECT 1")
    assert (refused.value.message_id, refused.value.parameters) == (
        "import.source.unreachable",
        {"name": "shop"},
    )


def test_rows_are_brought_in_and_those_that_cannot_be_used_are_set_aside(shop, slug, tmp_path, capsys):
    file = tmp_path / "sales.sql"
    file.write_text("SELECT customer, day, amount FROM sale")
    name = workspace(OWNER, slug).name
    command = ["import", "transactions", str(file), "--source", "shop", "--workspace", name, "--json"]
    assert cli.main(command) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["rows"]["accepted"], report["rows"]["rejected"]) == (1, 1)
    assert [(one["cause"], one["examples"][0]["value"]) for one in report["findings"]] == [
        ("not_a_day", "0044-03-15 BC")
    ]
