import dataclasses
import datetime as dt

import pandas as pd
import pytest

from engine.contracts import RELATION_COLUMNS, Relations, Tables, check_tables
from engine.errors import ContractBrokenError


def small_tables() -> Tables:
    return Tables.from_frames(
        pd.DataFrame({"customer_id": ["b", "a", "b"], "day": ["2025-01-01"] * 3, "amount": [1.0, 2.0, 3.0]})
    )


def test_frames_become_tables_with_unknown_columns_added_and_keys_in_sorted_order() -> None:
    tables = small_tables()
    check_tables(tables)
    assert tables.customers.to_dict("list") == {"customer_id": ["a", "b"], "customer_key": [1, 2]}
    facts = tables.execute(tables.transactions)
    assert facts["margin"].isna().all()
    assert facts["amount"].tolist() == [1.0, 2.0, 3.0]


def test_missing_columns_are_named() -> None:
    with pytest.raises(ContractBrokenError) as caught:
        Tables.from_frames(pd.DataFrame({"customer_id": ["a"], "amount": [1.0]}))
    assert caught.value.message_id == "error.columns_missing"
    assert caught.value.parameters == {"table": "transactions", "columns": "day"}


def test_columns_of_the_wrong_type_are_named() -> None:
    tables = small_tables()
    wrong = tables.transactions.mutate(amount=tables.transactions.amount.cast("string"))
    with pytest.raises(ContractBrokenError) as caught:
        check_tables(dataclasses.replace(tables, transactions=wrong))
    assert caught.value.parameters == {"table": "transactions", "columns": "amount"}


def test_a_customer_key_must_be_a_whole_number() -> None:
    tables = small_tables()
    customers = tables.customers.assign(customer_key=["x", "y"])
    with pytest.raises(ContractBrokenError) as caught:
        check_tables(dataclasses.replace(tables, customers=customers))
    assert caught.value.parameters == {"table": "customers", "columns": "customer_key"}


def test_a_customer_listed_twice_is_refused_with_the_count() -> None:
    tables = small_tables()
    customers = pd.concat([tables.customers, tables.customers.iloc[:1]])
    with pytest.raises(ContractBrokenError) as caught:
        check_tables(dataclasses.replace(tables, customers=customers))
    assert caught.value.message_id == "error.customers_repeated"
    assert caught.value.parameters == {"count": 1}


def test_relations_know_nothing_of_later_days() -> None:
    frames = {
        "contracts": pd.DataFrame(
            {
                "customer_id": ["a", "b", "c"],
                "start_day": pd.to_datetime(["2020-01-01", "2022-01-01", "2020-05-01"]),
                "end_day": pd.to_datetime(["2021-06-01", None, "2021-04-30"]),
            }
        ),
        "complaints": pd.DataFrame(
            {
                "complaint_id": ["1", "2"],
                "opened_at": pd.to_datetime(["2021-04-30 23:59", "2021-05-01 00:01"]),
            }
        ),
    }
    known = Relations.from_frames(**frames).up_to(dt.date(2021, 4, 30))
    assert known.contracts["customer_id"].tolist() == ["a", "c"]
    assert known.contracts["end_day"].tolist() == [pd.NaT, pd.Timestamp("2021-04-30")]
    assert known.complaints["complaint_id"].tolist() == ["1"]


def test_a_kind_without_rows_has_its_columns_and_types() -> None:
    empty = Relations()
    for kind, columns in RELATION_COLUMNS.items():
        assert list(getattr(empty, kind).columns) == list(columns)
    assert str(empty.contracts["end_day"].dtype) == "datetime64[s]"
    assert str(empty.rescues["is_control"].dtype) == "float64"
