"""Do groups, likeness and the next product give account of themselves like other models?"""

from __future__ import annotations

import datetime as dt

import pytest

from engine.cards import Card, Fact, ModelCard, lacking
from engine.segments.accounts import group_accounts

FIRST, AS_OF = dt.date(2024, 1, 1), dt.date(2026, 6, 30)
LIKENESS: dict[str, Fact] = {
    "variant": "found", "learned": 900, "later": 500, "follow_months": 6,
    "lift": 3.0, "lift_low": 2.1, "lift_high": 3.9,
    **{f"fifth_{fifth}_share": share for fifth, share in enumerate((0.3, 0.1, 0.05, 0.05, 0.0), 1)},
    **{f"fifth_{fifth}_said_share": share for fifth, share in enumerate((0.28, 0.12, 0.06, 0.04, 0.01), 1)},
}  # fmt: skip
NEXT: dict[str, Fact] = {
    "variant": "found", "way": "similarity", "months": 6, "customers": 800, "products": 12, "buyers": 200,
    "gain_share": 0.1, "gain_low_share": 0.04, "gain_high_share": 0.16,
    "hit_3_rate": 0.5, "hit_3_low_rate": 0.43, "hit_3_high_rate": 0.57, "popular_3_rate": 0.4,
}  # fmt: skip


def account(card: Card) -> ModelCard:
    (found,) = group_accounts([Card("tier_stability"), card], FIRST, AS_OF)
    return found


def test_likeness_says_its_lift_against_chance_and_its_fifths() -> None:
    found = account(Card("likeness_first", "ok", LIKENESS))
    assert (found.data_from, found.data_to, found.status) == (FIRST, AS_OF, "ok")
    lift = found.errors["likeness_lift"]
    assert (lift.value, lift.low, lift.high, lift.n) == (3.0, 2.1, 3.9, 500)
    assert [(one.method, one.is_default) for one in found.compared] == [
        ("likeness", True),
        ("chance_alone", False),
    ]
    lowest = found.calibration[0]
    assert (lowest.predicted, lowest.observed, lowest.n) == (0.01, 0.0, 100)
    assert found.calibration[-1].low < 0.3 < found.calibration[-1].high
    assert all(gate.is_met for gate in found.gates)
    assert found.not_for


def test_a_model_no_better_than_chance_is_not_the_one_in_use() -> None:
    found = account(Card("likeness_profile", "ok", {**LIKENESS, "variant": "chance"}))
    assert [one.method for one in found.compared if one.is_default] == ["chance_alone"]


def test_the_next_product_stands_against_best_sellers_on_later_months() -> None:
    found = account(Card("crossselling", "ok", NEXT))
    rates = {one.method: one.figures["hit_3_rate"].value for one in found.compared}
    assert rates == {"similarity": 0.5, "popularity": pytest.approx(0.4)}
    assert found.errors["gain_share"].low == 0.04
    alone = account(Card("crossselling", "ok", {**NEXT, "way": "popularity"}))
    assert [one.method for one in alone.compared] == ["popularity"]


def test_groups_say_how_stable_they_are() -> None:
    facts: dict[str, Fact] = {"variant": "found", "count": 4, "customers": 900, "stability_share": 0.9,
                              "fidelity_share": 0.95}  # fmt: skip
    found = account(Card("clusters", "ok", facts))
    assert {name: one.value for name, one in found.errors.items()} == {
        "stability_share": 0.9,
        "fidelity_share": 0.95,
    }
    none = account(Card("clusters", "ok", {"variant": "none", "customers": 900, "stability_share": 0.4}))
    assert none.facts["count"] == 0


@pytest.mark.parametrize(
    ("name", "variant", "gate"),
    [
        ("crossselling", "buyers", "crossselling_buyers"),
        ("likeness_profile", "later", "likeness_later"),
        ("clusters", "customers", "clusters_customers"),
    ],
)
def test_too_little_says_which_gate_it_missed(name: str, variant: str, gate: str) -> None:
    found = account(lacking(name, variant, 43, 100))
    assert found.status == "not_enough_data"
    assert [(one.name, one.count, one.needed) for one in found.gates] == [(gate, 43, 100)]
