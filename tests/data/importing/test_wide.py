"""Does a table with one row a customer fill customers, attributes, contracts and exits alike?"""

from __future__ import annotations

import datetime as dt

import pytest

from data import reading
from data.errors import DataError
from data.importing.undo import undo_import
from data.viewer import OWNER
from tests.data.importing.files import bring_in, causes, counts
from tests.data.importing.relation_files import rows

CONTRACTS = """SELECT c.customer_id, t.start_day, t.is_start_estimated, t.end_day, t.fee_per_month_minor,
    t.tariff FROM contract AS t JOIN customer AS c USING (customer_key) ORDER BY c.customer_id"""
EXITS = """SELECT c.customer_id, t.day, t.is_day_estimated, t.words, group_concat(x.cause) FROM exit AS t
    JOIN customer AS c USING (customer_key) LEFT JOIN exit_cause AS x USING (exit_key)
    GROUP BY t.exit_key ORDER BY c.customer_id"""
ON = {"snapshot_date": "2024-05-31"}


@pytest.fixture
def take(slug, tmp_path):
    return lambda text, **options: bring_in(slug, tmp_path / "wide.csv", text, "wide", **options)


def test_a_wide_table_asks_for_its_day_and_nothing_else(take):
    text = "customerID,tenure,MonthlyCharges,Contract,Churn,TotalCharges\nA,3,10,Monthly,No,30\n"
    assert [(one.id, one.choices, one.free) for one in take(text).questions] == [("snapshot_date", (), True)]
    with pytest.raises(DataError, match=r"import\.answer_not_a_day"):
        take(text, answers={"snapshot_date": "January"})


def test_one_row_fills_attributes_contract_and_exit(take, slug):
    report = take(
        "customerID,tenure,MonthlyCharges,Contract,Churn,TotalCharges\nA,3,10.50,Monthly,No,31.5\n"
        "B,0,20,Yearly,No, \nC,12,30,Yearly,Yes,360\n",
        answers=ON,
    )
    assert (counts(report), report.new_customers) == ((3, 3, 0, 0), 3)
    assert causes(report) == {
        "start_estimated": 3,
        "contract_made": 3,
        "exit_made": 1,
        "exit_day_estimated": 1,
        "attribute_empty": 1,
        "attributes": 1,
    }
    assert rows(slug, CONTRACTS) == [
        ("A", "2024-02-29", 1, None, 1050, "Monthly"),
        ("B", "2024-05-31", 1, None, 2000, "Yearly"),
        ("C", "2023-05-31", 1, "2024-05-31", 3000, "Yearly"),
    ]
    assert rows(slug, EXITS) == [("C", "2024-05-31", 1, None, None)]
    known = [reading.attributes(OWNER, slug, reading.customer_key(OWNER, slug, one)) for one in "AB"]
    assert [(one[0].known_on, dict(one[0].attributes)) for one in known] == [
        (dt.date(2024, 5, 31), {"totalcharges": "31.5"}),
        (dt.date(2024, 5, 31), {}),
    ]


def test_chinese_headings_and_words_are_understood(take, slug):
    report = take(
        "客户编号,快照日期,在网月数,月租费,套餐,是否流失,流失日期,流失原因,城市\n"
        "甲,2024-05-31,2,99,尊享,是,2024-05-02,价格；天气,上海\n乙,2024-05-31,24,59,普通,否,,,北京\n",
    )
    assert counts(report) == (2, 2, 0, 0)
    assert rows(slug, CONTRACTS) == [
        ("乙", "2022-05-31", 1, None, 5900, "普通"),
        ("甲", "2024-03-31", 1, "2024-05-02", 9900, "尊享"),
    ]
    assert rows(slug, EXITS) == [("甲", "2024-05-02", 0, "价格；天气", "price")]


def test_days_that_contradict_each_other_are_left_out_or_named(take, slug):
    report = take(
        "customer,start date,end date,churn,exit date\nA,2024-01-01,2023-01-01,No,\n"
        "B,2024-01-01,,Yes,2024-07-01\nC,2024-03-01,,Yes,2024-02-01\nD,2024-01-01,,No,2024-02-01\n"
        "E,,,perhaps,\n",
        answers=ON,
    )
    assert counts(report) == (5, 2, 3, 0)
    assert causes(report) == {
        "end_before_start": 1,  # once in each of two columns
        "exit_after_snapshot": 1,
        "exit_contradicts": 1,
        "cell_unreadable": 1,
        "contract_made": 1,
    }
    assert rows(slug, "SELECT count(*) FROM exit") == [(0,)]
    assert rows(slug, CONTRACTS) == [("D", "2024-01-01", 0, None, None, None)]


def test_a_customer_is_there_once_a_snapshot(take):
    text = "customer,tenure,churn,Town\nA,3,No,Ulm\nA,3,No,Ulm\nA,4,No,Ulm\n"
    report = take(text, answers=ON)
    assert counts(report) == (3, 1, 0, 2)
    assert {cause: n for cause, n in causes(report).items() if cause.startswith("key")} == {
        "key_repeated": 1,
        "key_differs": 1,
    }
    later = take(text, answers={"snapshot_date": "2024-06-30"})
    assert later.already_imported
    assert counts(take(text + "B,1,No,Bonn\n", answers=ON)) == (4, 1, 0, 3)


def test_the_next_snapshot_adds_what_is_new_and_an_undo_takes_only_that(take, slug):
    take("customer,tenure,fee,churn\nA,3,10,No\nB,5,10,Yes\n", answers=ON)
    before = rows(slug, CONTRACTS), rows(slug, EXITS)
    later = take(
        "customer,tenure,fee,churn\nA,4,10,Yes\nB,5,10,Yes\nC,1,10,No\n",
        answers={"snapshot_date": "2024-06-30"},
    )
    assert (counts(later), later.new_customers) == ((3, 3, 0, 0), 1)
    found = causes(later)
    assert {
        name: found.get(name) for name in ("contract_known", "contract_made", "exit_known", "exit_made")
    } == {
        "contract_known": 2,
        "contract_made": 1,
        "exit_known": 1,
        "exit_made": 1,
    }
    assert [row[:2] for row in rows(slug, EXITS)] == [("A", "2024-06-30"), ("B", "2024-05-31")]
    assert len(rows(slug, CONTRACTS)) == 3
    undo_import(OWNER, slug, later.import_id or 0)
    assert (rows(slug, CONTRACTS), rows(slug, EXITS)) == before
