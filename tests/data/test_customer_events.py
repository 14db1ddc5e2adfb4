"""Which events of one customer are read, and how?"""

from __future__ import annotations

import pandas as pd
import pytest

from data import reading
from data.customer_events import events
from data.viewer import OWNER, Viewer
from tests.data.importing.files import bring_in

FILES = {
    "contracts": "customer,contract no,start,end,monthly fee,plan\nA,C1,2024-01-01,2024-12-31,29.90,S\n"
    "B,C2,2024-03-01,,9.50,M\n",
    "contacts": "customer,date,channel,purpose,cost,agent,promise\n"
    "A,2024-02-01,phone,care,3.50,Mr Lind,back by May\n",
    "rescues": "customer,date,measure,control group,cost,responded,spend\n"
    "A,2024-11-01,voucher,no,5,yes,12.50\n",
    "exits": "customer,date,cause,exit kind,comment\nA,2024-12-31,price; ethics,price,Too dear\n",
}


@pytest.fixture
def key(slug, tmp_path):
    for kind, text in FILES.items():
        assert bring_in(slug, tmp_path / f"{kind}.csv", text, kind).state == "done"
    return reading.customer_key(OWNER, slug, "A")


def test_every_relation_is_an_event_newest_first(slug, key):
    found = events(OWNER, slug, key)
    assert list(zip(found["day"].dt.strftime("%Y-%m-%d"), found["sort"], strict=True)) == [
        ("2024-12-31", "contract_end"),
        ("2024-12-31", "exit"),
        ("2024-11-01", "rescue"),
        ("2024-02-01", "contact"),
        ("2024-01-01", "contract_start"),
    ]
    assert found["parts"].tolist() == [
        {"tariff": "S", "contract_id": "C1"},
        {"exit_kind": "price", "is_estimated": False, "causes": ["ethics", "price"]},
        {
            "measure": "voucher",
            "is_control": False,
            "cost": 5.0,
            "responded": True,
            "outcome_amount": 12.5,
        },
        {"channel": "phone", "purpose": "care", "cost": 3.5, "agent": "Mr Lind", "promise": "back by May"},
        {"tariff": "S", "fee_per_month": 29.9, "is_estimated": False, "contract_id": "C1"},
    ]
    assert found["words"].tolist()[1] == "Too dear"


def test_others_events_stay_theirs(slug, key):
    other = events(OWNER, slug, reading.customer_key(OWNER, slug, "B"))
    assert other["sort"].tolist() == ["contract_start"]
    assert events(OWNER, slug, 999).empty


def test_what_a_customer_said_is_not_for_a_masked_viewer(slug, key):
    found = events(Viewer(masked=True), slug, key)
    assert len(found) == 5
    assert pd.isna(found["words"]).all()
    assert found["parts"].tolist()[3] == {"channel": "phone", "purpose": "care", "cost": 3.5}
