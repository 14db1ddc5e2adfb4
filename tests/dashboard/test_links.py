"""What an address carries comes back unchanged; what was slipped into one is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.links import PARAMETERS, Address, address_of, link, query
from dashboard.presenters.answer_filters import BEHIND, AnswerFilters
from dashboard.presenters.customer_filters import CODES, CustomerFilters
from dashboard.presenters.customer_flags import FLAGS

CODE = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,63}", fullmatch=True)
NUMBER = st.one_of(st.none(), st.integers(0, 10**15 - 1))
CENTS = st.one_of(st.none(), st.integers(-(10**11), 10**11).map(lambda minor: minor / 100))
CELLS = st.sets(st.tuples(st.integers(1, 5), st.integers(1, 5))).map(
    lambda cells: tuple(sorted(f"r{recency}f{frequency}" for recency, frequency in cells))
)


def some_of(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(codes)).map(lambda chosen: tuple(code for code in codes if code in chosen))


FILTERS = st.builds(
    CustomerFilters,
    **{name: some_of(codes) for name, codes in CODES.items()},
    **{name: st.booleans() for name in FLAGS},
    rfm=CELLS,
    cohort=st.sampled_from([(), ("2024q1",), ("2023q4n12", "c3")]),
    holds=st.sampled_from(
        [(), ("fee",), ("attribute.deposit", "attribute.押金"), ("attribute." + 40 * "long_",)]
    ),
    counted=st.sampled_from([(), ("f",), ("c1-12", "n4-6")]),
    rated=st.sampled_from([(), ("75",), ("t8",)]),
    grew=st.sampled_from([(), ("f2026q3",), ("c2025q1", "n2026q4")]),
    value_from=CENTS,
    value_to=CENTS,
)
ANSWERS = st.builds(
    lambda answers, scores: answers.with_scores(scores),
    st.builds(
        AnswerFilters,
        behind=st.sampled_from(sorted(BEHIND)),
        of=NUMBER,
        quarter=st.sampled_from(["", "2025q4", "1999q1"]),
    ),
    st.sampled_from(["", "7", "0-6"]),
)
ADDRESSES = st.builds(
    Address,
    workspace=st.one_of(st.just(""), CODE),
    language=st.sampled_from(["", "en", "zh_CN"]),
    assessment=NUMBER,
    compared=NUMBER,
    tab=st.one_of(st.just(""), CODE),
    customer=NUMBER,
    method=st.one_of(st.just(""), CODE),
    case=st.one_of(st.just(""), CODE),
    sort=st.one_of(st.just(""), CODE.map(lambda code: "-" + code), CODE.filter(lambda code: code[0] != "-")),
    filters=FILTERS,
    answers=ANSWERS,
)


def test_an_address_is_written_in_codes():
    filters = CustomerFilters(tier=("platinum", "gold"), state=("leaning",), alarm=True, value_from=1000.0)
    address = Address("acme", "zh_CN", assessment=3, customer=17, filters=filters)
    assert link("/customers", address) == (
        "/customers?w=acme&lang=zh&a=3&customer=17&tier=platinum,gold&state=leaning&only=alarm&from=1000"
    )


def test_what_is_at_its_default_is_left_out():
    assert query(Address()) == {}
    assert link("/customers", Address()) == "/customers"


@given(ADDRESSES)
def test_an_address_comes_back_unchanged(address):
    assert address_of(query(address)) == address


@given(st.dictionaries(st.sampled_from(sorted(PARAMETERS)), st.text(max_size=80)))
def test_whatever_an_address_says_only_codes_and_numbers_are_taken(parameters):
    found = query(address_of(parameters))
    written = "".join(found.values())
    assert all(sign not in written for sign in "<>\"'&%/\\ \n;$")
    assert address_of(found) == address_of(parameters)


@pytest.mark.parametrize(
    "hostile",
    [
        {"w": "../../etc"},
        {"w": "a" * 65},
        {"w": "ACME"},
        {"w": "\u0430cme"},
        {"lang": "fr"},
        {"a": "-1"},
        {"a": "1e9"},
        {"a": "\u0663"},
        {"a": "9" * 16},
        {"customer": "1 OR 1=1"},
        {"tier": "diamond"},
        {"rfm": "r6f1,r0f0,r1"},
        {"sort": "--current_value"},
        {"sort": "current_value; drop"},
        {"from": "nan"},
        {"to": "inf"},
        {"from": "1e400"},
        {"method": "<script>"},
        {"tab": "a b"},
        {"only": "everything"},
    ],
)
def test_what_makes_no_sense_is_left_out(hostile):
    assert address_of(hostile) == Address()


def test_known_codes_are_kept_beside_unknown_ones():
    filters = address_of({"tier": "gold,diamond,platinum,gold", "rfm": "r5f4,x,r1f1"}).filters
    assert filters.tier == ("platinum", "gold")
    assert filters.rfm == ("r1f1", "r5f4")
