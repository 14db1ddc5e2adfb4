"""What becomes of files of contracts, contacts, rescues, exits, products and targets?"""

from __future__ import annotations

import pytest

from data.errors import DataError
from tests.data.importing.files import bring_in, causes, counts
from tests.data.importing.relation_files import everything, rows, undone


@pytest.fixture
def take(slug, tmp_path):
    return lambda kind, text, **options: bring_in(slug, tmp_path / f"{kind}.csv", text, kind, **options)


FILES = {
    "contracts": "customer,contract no,start,end,monthly fee,plan\nA,C1,2024-01-01,2024-12-31,29.90,S\n"
    "B,C2,2024-03-01,,9.50,M\n",
    "contacts": "customer,date,channel,purpose,stage,cost,result\nA,2024-02-01,phone,care,growth,3.50,happy\n"
    "A,2024-02-02,mail,offer,,,\n",
    "rescues": "customer,date,measure,control group,cost,responded,accepted,outcome,spend\n"
    "A,2024-02-01,voucher,no,5,yes,no,stayed,12.50\nB,2024-02-01,none,yes,,,,,\n",
    "exits": "customer,date,cause,exit kind,comment\nA,2024-05-01,price; competition,price,Too dear\n"
    "B,2024-06-01,搬家,市场,\n",
    "products": "product id,name,category,price,cost,Colour\n"
    "P1,Tea,drinks,2.50,1.10,green\nP2,Cup,ware,4,,\n",
    "targets": "figure,from,to,target,owner\nretention_rate,2024-01-01,2024-12-31,0.9,Li\n",
    "wide": "customer,snapshot date,tenure,monthly charges,contract,churn,Town\n"
    "A,2024-05-31,3,10,Monthly,No,Ulm\nB,2024-05-31,0,20,Yearly,Yes,\n",
}
NEW_CUSTOMERS = {"contacts": 1, "products": 0, "targets": 0}


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_accounts_for_its_rows_comes_in_once_and_goes_whole(take, slug, kind):
    before = everything(slug)
    report = take(kind, FILES[kind])
    assert (report.state, report.questions) == ("done", ())
    lines = FILES[kind].count("\n") - 1
    assert counts(report) == (lines, lines, 0, 0)
    assert report.new_customers == NEW_CUSTOMERS.get(kind, 2)
    stored = everything(slug)
    assert stored != before
    again = take(kind, FILES[kind])
    assert (again.already_imported, counts(again)) == (True, (lines, 0, 0, lines))
    assert everything(slug) == stored
    assert undone(slug, report.import_id) == before


@pytest.mark.parametrize("kind", FILES)
def test_a_dry_run_stores_nothing(take, slug, kind):
    before = everything(slug)
    assert take(kind, FILES[kind], dry_run=True).state == "dry_run"
    assert everything(slug) == before


@pytest.mark.parametrize("kind", ["contracts", "exits", "products", "targets", "wide"])
def test_what_is_stored_already_is_a_duplicate_in_another_file(take, slug, kind):
    take(kind, FILES[kind])
    stored = everything(slug)
    lines = FILES[kind].count("\n") - 1
    report = take(kind, FILES[kind] + "\n")
    assert counts(report) == (lines, 0, 0, lines)
    assert {cause for cause in causes(report) if cause.endswith(("stored", "differs"))} == {
        "row_id_stored" if kind == "contracts" else "key_stored"
    }
    assert everything(slug) == stored


def test_a_contract_ends_after_it_starts_and_its_fee_and_overlaps_are_named(take, slug):
    report = take(
        "contracts",
        "customer,start,end,fee\nA,2024-01-01,2024-06-30,10\nA,2024-06-01,,12\nB,2024-05-01,2024-04-01,5\n"
        "C,2024-01-01,2024-01-31,-1\nC,2024-02-01,,1.0050\nD,2030-01-01,,\nE,,,1\nF,2024-02-30,,1\n",
    )
    assert counts(report) == (8, 5, 3, 0)
    found = causes(report)
    assert found == {
        "end_before_start": 1,
        "day_missing": 1,
        "day_impossible": 1,
        "contracts_overlap": 1,
        "fee_negative": 1,
        "start_in_future": 1,
        "amount_rounded": 1,
    }
    assert (report.sums["read"], report.sums["accepted"], report.sums["rejected"]) == (
        "29.00",
        "22.00",
        "7.00",
    )
    assert (report.sums["as_written"], report.sums["rounding"]) == ("29.0050", "-0.005")
    overlapping = next(one for one in report.findings if one.cause == "contracts_overlap")
    assert [example.line for example in overlapping.examples] == [3]
    assert rows(slug, "SELECT min(start_day), count(*), sum(fee_per_month_minor) FROM contract") == [
        ("2024-01-01", 5, 2200)
    ]


def test_a_contract_may_begin_so_many_months_before_a_day_that_is_asked(take, slug):
    text = "customer,tenure,fee\nA,1,10\nB,13,10\nC,0,10\nD,,10\nE,-2,10\n"
    asked = take("contracts", text)
    assert [(one.id, one.subject, one.free) for one in asked.questions] == [
        ("snapshot_date", "tenure_until", True)
    ]
    with pytest.raises(DataError, match=r"import\.answer_not_a_day"):
        take("contracts", text, answers={"snapshot_date": "31.3.2024"})
    report = take("contracts", text, answers={"snapshot_date": "2024-03-31"})
    assert counts(report) == (5, 3, 2, 0)
    assert causes(report) == {"start_unknown": 2, "start_estimated": 3}
    assert rows(slug, "SELECT start_day, is_start_estimated FROM contract ORDER BY contract_key") == [
        ("2024-02-29", 1),
        ("2023-02-28", 1),
        ("2024-03-31", 1),
    ]


def test_rescues_know_their_control_group_or_ask_for_it(take, slug):
    text = "customer,date,offer,spend\nA,2024-02-01,gift,5\nB,2024-02-01,nothing,1\nC,2024-02-01,,1\n"
    asked = take("rescues", text)
    assert [one.id for one in asked.questions] == ["control_group"]
    assert [(one.id, one.examples) for one in asked.questions[0].choices] == [
        ("gift", ("1",)),
        ("nothing", ("1",)),
        ("no_control_group", ()),
    ]
    report = take("rescues", text, answers={"control_group": "nothing"})
    assert (counts(report), causes(report)) == ((3, 2, 1, 0), {"measure_missing": 1})
    stored = "SELECT measure, is_control, outcome_amount_minor, responded FROM rescue ORDER BY rescue_key"
    assert rows(slug, stored) == [("gift", 0, 500, None), ("nothing", 1, 100, None)]


def test_a_row_of_which_nobody_says_whether_it_is_control_is_left_out(take):
    text = "customer,date,measure,control,accepted\nA,2024-02-01,x,maybe,no\nB,2024-02-01,x,yes,yes\n"
    report = take("rescues", text)
    assert counts(report) == (2, 1, 1, 0)
    assert causes(report) == {"control_unknown": 1, "control_accepted": 1}


def test_rows_of_rescues_may_stand_for_customers_but_never_for_those_of_another_file(take, slug):
    text = "segment,visit\nmail,1\nnone,0\n"
    asked = take("rescues", text)
    assert [one.id for one in asked.questions] == ["customer_from_row", "control_group", "day"]
    refused = take("rescues", text, answers={"customer_from_row": "no"})
    assert {one.id for one in refused.questions} == {"column_for_customer_id", "control_group", "day"}
    answers = {"customer_from_row": "yes", "control_group": "none", "day": "2024-02-01"}
    first = take("rescues", text, answers=answers)
    second = take("rescues", text + "mail,0\n", answers=answers)
    assert (counts(first), first.new_customers, second.new_customers) == ((2, 2, 0, 0), 2, 3)
    responded = "SELECT responded, is_control, day FROM rescue WHERE import_id = 1 ORDER BY line"
    assert rows(slug, responded) == [(1, 0, "2024-02-01"), (0, 1, "2024-02-01")]


def test_exits_have_one_or_several_causes_and_what_is_none_stays_as_words(take, slug):
    report = take(
        "exits",
        "customer,date,cause,exit kind,comment\nA,2024-05-01,price/competition,Service,\n"
        "B,2024-05-01,价格、投诉处理,服务,太贵了\nC,2024-05-01,price and the weather,other,Rain\n"
        "A,2024-05-01,ethics,,\nD,2024-05-01,Response to failure,,\n",
    )
    assert counts(report) == (5, 4, 0, 1)
    assert causes(report) == {"cause_unknown": 1, "exit_kind_unknown": 1, "key_differs": 1}
    stored = """SELECT c.customer_id, e.exit_kind, e.words, group_concat(x.cause, ' ') FROM exit AS e
        JOIN customer AS c USING (customer_key) LEFT JOIN exit_cause AS x USING (exit_key)
        GROUP BY e.exit_key ORDER BY c.customer_id"""
    assert rows(slug, stored) == [
        ("A", "service", None, "competition price"),
        ("B", "service", "太贵了", "price response_to_failure"),
        ("C", "other", "price and the weather / Rain", "price"),
        ("D", None, None, "response_to_failure"),
    ]


def test_a_customer_that_two_files_know_stays_until_both_are_undone(take, slug):
    first = take("contacts", FILES["contacts"])
    second = take("exits", FILES["exits"])
    assert second.new_customers == 1
    assert undone(slug, first.import_id)["customer"] == [(1, "A", 1), (2, "B", 2)]
    assert undone(slug, second.import_id) == {}


def test_what_a_file_says_of_a_product_goes_with_it_and_the_product_stays_while_sold(take, slug):
    sold = take("transactions", "customer,day,amount,product,description\nA,2024-01-01,2.50,P1,Tea leaves\n")
    report = take("products", FILES["products"])
    assert rows(slug, "SELECT label, category, price_minor, attributes FROM product_details") == [
        ("Tea", "drinks", 250, '{"colour": "green"}'),
        ("Cup", "ware", 400, "{}"),
    ]
    undone(slug, report.import_id)
    assert rows(slug, "SELECT product_id, label FROM product") == [("P1", "Tea leaves")]
    assert undone(slug, sold.import_id) == {}


def test_targets_need_a_period_that_ends_after_it_begins_and_a_number(take):
    report = take(
        "targets",
        "figure,from,to,target\nchurn,2024-01-01,2023-12-31,1\nchurn,2024-01-01,2024-12-31,much\n"
        ",2024-01-01,2024-12-31,1\nchurn,2024-01-01,2024-12-31,\nchurn,2024-01-01,2024-12-31,0.1\n",
    )
    assert counts(report) == (5, 1, 4, 0)
    assert causes(report) == {
        "end_before_start": 1,
        "not_a_number": 1,
        "figure_missing": 1,
        "amount_missing": 1,
    }
