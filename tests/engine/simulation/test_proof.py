"""The proofs that a page can run again, at an effort that suits a test."""

import pytest

from engine.simulation.proof import (
    PROOFS,
    Effort,
    books_balance,
    closed_forms,
    desk_equals_loop,
    laws,
    same_digits,
    shared_luck,
)

SMALL = Effort(customers=1_000, replications=12, agents=(2,), loads=(0.8,))


@pytest.mark.parametrize("proof", [closed_forms, desk_equals_loop, books_balance, laws])
def test_it_holds(proof):
    checks = proof(SMALL)
    assert [check for check in checks if not check.holds] == []


def test_closed_forms_cover_24_and_60_months_of_customers_and_value():
    cases = [(check.name, check.case) for check in closed_forms(SMALL)]
    assert cases == [("survival", "24"), ("value", "24"), ("survival", "60"), ("value", "60")]


def test_shared_luck_cuts_the_variance_of_differences_among_5000_customers():
    checks = shared_luck(Effort(replications=12))
    assert [check.expected for check in checks] == [50.0, 20.0, 50.0, 20.0]
    assert [check for check in checks if not check.holds] == []


@pytest.mark.slow
def test_processes_dont_change_a_digit():
    checks = same_digits(Effort(customers=1_000))
    assert [check.name for check in checks] == ["same_digits", "same_digits", "twin", "other_seed"]
    assert [check for check in checks if not check.holds] == []


def test_every_proof_is_listed():
    assert set(PROOFS) == {
        "closed_forms",
        "erlang_c",
        "desk_equals_loop",
        "books_balance",
        "laws",
        "shared_luck",
        "same_digits",
    }
