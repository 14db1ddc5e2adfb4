from __future__ import annotations

import random

import pandas as pd
import pytest

from data.matching.fields import FIELDS
from data.matching.pairs import NEIGHBOURS
from data.matching.proposals import THRESHOLD, proposals


def people(*rows: dict[str, str]) -> pd.DataFrame:
    """Customers with keys from 1 on; ids are their keys unless given."""
    listed = [
        {"customer_key": key, "customer_id": f"id {key} {'x' * key}"} | dict.fromkeys(FIELDS, "") | row
        for key, row in enumerate(rows, start=1)
    ]
    return pd.DataFrame(listed).astype({"customer_key": "int64"} | dict.fromkeys(FIELDS, "str"))


def only(frame: pd.DataFrame):
    found = proposals(frame)
    assert [(one.first_key, one.second_key) for one in found] == [(1, 2)]
    return found[0]


ANNA = {"name": "Anna Schmidt"}


@pytest.mark.parametrize(
    ("one", "other", "score", "reasons", "against"),
    [
        ({"customer_id": "C-1"}, {"customer_id": "c -1"}, 0.90, "same_id", ""),
        ({"email": "a@x.org"}, {"email": "A@X.org"}, 0.90, "same_email", ""),
        ({"telephone": "+49 170 1234567"}, {"telephone": "0170 1234567"}, 0.80, "same_telephone", ""),
        (
            ANNA | {"city": "Köln"},
            {"name": "SCHMIDT, Anna", "city": "Koeln"},
            1 - (1 - 0.65) * (1 - 0.30),
            "same_name same_city",
            "",
        ),
        (
            ANNA | {"birthday": "1980-05-01", "city": "Köln"},
            ANNA | {"birthday": "01.05.1980", "city": "Bonn"},
            (1 - (1 - 0.65) * (1 - 0.75)) * 0.85,
            "same_birthday same_name",
            "other_place",
        ),
        (
            ANNA | {"birthday": "1980-05-01"},
            {"name": "Anne Schmidt", "birthday": "1980-05-01"},
            1 - (1 - 0.65 * (11 / 12) ** 2) * (1 - 0.75),  # eleven of twelve letters are the same
            "same_birthday similar_name",
            "",
        ),
        (
            {"name": "林伟", "postcode": "200000"},
            {"name": "林 伟先生", "postcode": "２０００００"},
            1 - (1 - 0.65) * (1 - 0.40),
            "same_name same_postcode",
            "",
        ),
    ],
    ids=range(7),
)
def test_scores_by_hand(one, other, score, reasons, against):
    found = only(people(one, other))
    assert found.score == pytest.approx(score, abs=1e-4)
    assert (found.reasons, found.against) == (tuple(reasons.split()), tuple(against.split()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ANNA | {"city": "Köln"}, ANNA | {"city": "Bonn"}),
        (ANNA | {"email": "a@x.org"}, {"name": "Bernd Koch", "email": "a@x.org"}),
        (ANNA | {"telephone": "030 1234567"}, {"name": "Bernd Schmidt", "telephone": "030 1234567"}),
        (
            ANNA | {"birthday": "1980-05-01", "city": "Köln"},
            ANNA | {"birthday": "1991-02-03", "city": "Köln"},
        ),
        ({"name": "林伟", "postcode": "200000"}, {"name": "林卫", "postcode": "200000"}),
        ({"birthday": "1980-05-01", "postcode": "1", "city": "a"},) * 2,
        ({"telephone": "138 0013 8000"}, {"telephone": "159 0013 8000"}),
        ({"customer_id": "C-1"}, {"customer_id": "C-01"}),
        ({}, {}),
    ],
    ids=range(9),
)
def test_too_little_speaks_for_these(one, other):
    assert proposals(people(one, other)) == []


def test_swapped_letters_are_one_slip():
    pair = people(
        ANNA | {"postcode": "1", "city": "a"}, {"name": "Anna Shcmidt", "postcode": "1", "city": "a"}
    )
    assert only(pair).reasons == ("similar_name", "same_postcode", "same_city")


def test_an_address_of_many_is_no_evidence():
    many = [{"email": "info@x.org", "telephone": "030 12345678"}] * 6
    assert proposals(people(*many)) == []
    assert len(proposals(people(*many[:5]))) == 10


def test_a_name_alone_counts_only_where_names_tell_customers_apart():
    others = [{"name": f"Someone {chr(97 + i // 26)}{chr(97 + i % 26)}"} for i in range(60)]
    assert only(people(ANNA, {"name": "Schmidt Anna"}, *others)).score == THRESHOLD
    assert proposals(people(ANNA, ANNA, ANNA, *others)) == []
    assert proposals(people(ANNA, ANNA, *others, *others)) == []
    assert proposals(people({"name": "Anna"}, {"name": "Anna"}, *others)) == []


def test_a_common_name_needs_more():
    four = [ANNA | {"city": "Köln"}] * 4
    assert proposals(people(*four)) == []
    assert len(proposals(people(*four[:3]))) == 3


def test_the_surest_come_first_and_no_pair_twice():
    whole = ANNA | {"email": "a@x.org", "telephone": "030 12345678", "postcode": "1", "city": "a"}
    found = proposals(people(whole, whole, {"email": "A@x.org"}))
    pairs = [(one.first_key, one.second_key) for one in found]
    assert pairs[0] == (1, 2)
    assert sorted(pairs) == [(1, 2), (1, 3), (2, 3)]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_the_order_of_the_customers_changes_nothing():
    rng = random.Random(7)
    rows = [
        {
            "name": f"{rng.choice('ABCD')}nna {rng.choice(['Schmidt', 'Schmitt', 'Koch'])}",
            "city": rng.choice("xyz"),
        }
        | {"birthday": f"198{rng.randrange(3)}-01-0{rng.randrange(1, 4)}"}
        for _ in range(15)
    ]
    frame = people(*rows)
    shuffled = frame.sample(frac=1.0, random_state=3)
    assert len(proposals(frame)) == 3
    assert proposals(shuffled) == proposals(frame)


def test_a_large_block_is_compared_with_its_neighbours_by_name():
    """In one city, one surname: who is written alike still meets."""
    crowd = [
        {"name": f"Schmidt {chr(97 + i % 26)}{chr(97 + i // 26)}aaa", "city": "Köln"} for i in range(300)
    ]
    frame = people(
        {"name": "Schmidt Zora", "city": "Köln"}, *crowd, {"name": "Zora Schmidt", "city": "koeln"}
    )
    assert NEIGHBOURS < 300
    assert [(one.first_key, one.second_key) for one in proposals(frame)] == [(1, 302)]


def test_one_customer_has_no_double():
    assert proposals(people(ANNA)) == []
    assert proposals(people(ANNA).head(0)) == []
