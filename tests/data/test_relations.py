"""Does the engine get every kind of fact as the files told it, of whom customers are read as?"""

from __future__ import annotations

import datetime as dt
import shutil

import pandas as pd
import pytest

from data import reading
from data.errors import NotAllowedError
from data.merges import merge
from data.relations import relations
from data.snapshot import tables
from data.viewer import OWNER, Viewer
from data.workspaces import create_workspace
from engine.contracts import RELATION_COLUMNS, relation_frame
from tests.data.importing.voice_files import bring_in, stored

FILES = {
    "transactions": "customer,day,amount,product\nA,2025-01-01,10.00,P1\nB,2025-02-01,20.00,P2\n",
    "products": "product,label,category,price,cost\nP1,Suite,rooms,120.50,80\n",
    "contracts": (
        "customer,contract,start,end,fee,tariff\n"
        "A,C1,2024-01-01,2024-12-31,19.99,S\nB,C2,2024-03-01,,29.99,M\n"
    ),
    "complaints": "complaint_id,customer,received,resolved,channel,cause,words,claim\n"
    "K1,A,2025-03-01 09:00,2025-03-03 09:30,web,noise,Too loud,12.50\n"
    "K2,,2025-05-01 10:00,,phone,,Too late,\n",
    "contacts": "customer,day,channel,purpose,cost,result\nB,2025-04-01,phone,care,3.20,reached\n",
    "rescues": (
        "customer,day,measure,control,cost,responded,accepted,outcome_amount\n"
        "A,2025-04-02,voucher,no,15,yes,,80.00\nB,2025-04-02,voucher,yes,,,,\n"
    ),
    "exits": 'customer,day,cause,words\nA,2025-06-01,"price; competition",Cheaper elsewhere\n',
    "survey_answers": "customer,question,score,expectation,day,scale,comment\n"
    "A,csat,4,5,2025-03-05,1-5,Fine\nB,csat,n/a,,2025-03-05,1-5,\n",
    "customers": "customer,name,email,grade,city,known_on\nA,Ada,a@x.org,gold,Ulm,2025-01-02\n"
    "B,Ben,,silver,,2025-01-02\n",
}


@pytest.fixture(scope="module")
def told_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_HOME", str(home))
        slug = create_workspace(OWNER, "Hotel Linde").slug
        for kind, text in FILES.items():
            report = bring_in(slug, home / f"{kind}.csv", kind, text)
            assert report.rows.accepted, (kind, report)
    return home


@pytest.fixture
def told(told_home, holdfast_home):
    shutil.copytree(told_home, holdfast_home, ignore=shutil.ignore_patterns("*-shm"))
    return "hotel-linde"


def test_each_kind_reads_as_its_file_told_it(told):
    found = relations(OWNER, told)
    contracts = found.contracts
    assert contracts["customer_id"].tolist() == ["A", "B"]
    assert contracts["fee_per_month"].tolist() == [19.99, 29.99]
    assert contracts["end_day"].tolist() == [pd.Timestamp("2024-12-31"), pd.NaT]
    assert contracts["is_start_estimated"].tolist() == [0.0, 0.0]
    assert found.complaints["opened_at"].tolist()[0] == pd.Timestamp("2025-03-01 09:00")
    assert found.complaints["claim"].tolist()[0] == 12.5
    assert found.complaints["customer_id"].isna().tolist() == [False, True]
    assert found.contacts[["purpose", "cost", "result"]].values.tolist() == [["care", 3.2, "reached"]]
    assert found.exits["causes"].tolist() == ["competition,price"]
    assert found.products.set_index("product_id").loc["P1", ["label", "price"]].tolist() == ["Suite", 120.5]
    assert found.products["category"].isna().tolist() == [False, True]


def test_only_the_kinds_asked_for_are_read(told):
    found = relations(OWNER, told, ("contracts", "exits"))
    assert found.contracts.equals(relations(OWNER, told).contracts)
    assert [len(found.exits), len(found.contacts), len(found.survey_answers)] == [1, 0, 0]


def test_flags_are_one_nought_or_unknown(told):
    rescues = relations(OWNER, told).rescues
    assert rescues["is_control"].tolist() == [0.0, 1.0]
    assert rescues["responded"].tolist()[0] == 1.0
    assert rescues[["accepted", "responded"]].isna().values.tolist() == [[True, False], [True, True]]
    assert rescues["outcome_amount"].tolist()[0] == 80.0
    answers = relations(OWNER, told).survey_answers
    assert answers["is_not_applicable"].tolist() == [0.0, 1.0]
    assert answers["score"].isna().tolist() == [False, True]


def test_steps_of_complaints_come_in_order_with_their_customer(told):
    events = relations(OWNER, told).complaint_events
    of_first = events[events["complaint_id"] == "K1"]
    assert of_first[["customer_id", "at", "state"]].values.tolist() == [
        ["A", pd.Timestamp("2025-03-03 09:30"), "resolved"]
    ]


def test_attributes_are_long_rows_and_say_nothing_of_who_somebody_is(told):
    attributes = relations(OWNER, told).attributes
    assert attributes[["customer_id", "name", "value"]].values.tolist() == [
        ["A", "city", "Ulm"],
        ["A", "grade", "gold"],
        ["B", "grade", "silver"],
    ]
    assert attributes["known_on"].unique().tolist() == [pd.Timestamp("2025-01-02")]


def test_a_merged_customer_is_read_as_whom_it_is_kept_as(told):
    keys = [reading.customer_key(OWNER, told, customer) for customer in ("A", "B")]
    merge(OWNER, told, (keys[0], keys[1]), "by_hand", 1.0)
    found = relations(OWNER, told)
    for kind in ("contracts", "contacts", "rescues", "exits", "survey_answers", "attributes"):
        assert set(getattr(found, kind)["customer_id"]) == {"A"}, kind


def test_a_masked_viewer_gets_no_word_and_no_attribute(told):
    found = relations(Viewer(masked=True), told)
    for kind in ("complaints", "exits", "survey_answers"):
        assert getattr(found, kind)["words"].isna().all(), kind
        assert len(getattr(found, kind)) > 0
    assert found.attributes.empty


def test_who_may_not_look_in_gets_nothing(told):
    with pytest.raises(NotAllowedError):
        relations(Viewer(only="another"), told)


def test_every_frame_has_its_columns_and_types(told):
    found = tables(OWNER, told).relations
    for kind, columns in RELATION_COLUMNS.items():
        frame = getattr(found, kind)
        assert list(frame.columns) == list(columns)
        assert frame.dtypes.astype(str).to_dict() == relation_frame(kind).dtypes.astype(str).to_dict()


def test_a_company_with_transactions_alone_has_empty_frames(slug, tmp_path):
    bring_in(slug, tmp_path / "sales.csv", "transactions", "customer,day,amount\nA,2025-01-01,10\n")
    found = tables(OWNER, slug).relations
    assert all(getattr(found, kind).empty for kind in RELATION_COLUMNS)
    assert stored(slug, "SELECT count(*) FROM contract") == [(0,)]


def test_the_future_is_cut_off_in_what_is_read(told):
    known = relations(OWNER, told).up_to(dt.date(2025, 3, 2))
    assert (len(known.exits), len(known.rescues), len(known.complaints)) == (0, 0, 1)
    assert known.complaint_events.empty
