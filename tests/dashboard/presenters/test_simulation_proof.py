import datetime as dt

import pytest

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.simulation_proof import case_words, proof_view

READER = Reader(Texts("en"), Formats("en", "EUR"))
WHEN = dt.datetime(2026, 11, 22, 22, 47, tzinfo=dt.UTC)


def check(name, case, simulated, expected, allowed=0.0, *, holds=True):
    return {
        "message_id": f"simulation.proof.{name}", "case": case, "simulated": simulated,
        "expected": expected, "allowed": allowed, "holds": holds,
    }  # fmt: skip


def test_a_run_that_holds_and_one_with_a_miss():
    survival = check("survival", "24", 1365.2, 1356.0, 17.4)
    luck = check("shared_luck", "npv, budget x 2", 889.9, 50.0)
    view = proof_view([survival, luck], WHEN, READER)
    assert view.headline == "2 of 2 proofs hold: as far as they can tell the simulator is right"
    assert view.caption == "Run on Nov 22, 2026 22:47 (UTC)."
    assert view.misses.empty
    assert view.rows.to_numpy().tolist() == [
        ["Customers after so many months", "after 24 months", "1,365", "1,356 ± 17", "yes"],
        ["Shared luck", "net present value, budget doubled", "889.9", "≥ 50.000", "yes"],
    ]
    missed = proof_view(
        [survival, check("erlang_c", "c = 1, load 0.5", 1.2, 1.0, 0.02, holds=False)], WHEN, READER
    )
    assert missed.headline == "1 of 2 proofs hold; those that don't stand first"
    assert missed.misses.iloc[0].tolist()[1:] == [
        "one person at the desk, busy 50% of the time", "1.200", "1.000 ± 0.020", "no",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "case", "words"),
    [
        ("erlang_c", "c = 8, load 0.95", "8 people at the desk, busy 95% of their time"),
        ("same_digits", "4", "4 processes"),
        ("shared_luck", "kept, .30 - .35", "customers kept, chance of success .30 to .35"),
        ("books", "cash", "every payment is a count times a price"),
        ("no_effect", "price", "what it costs"),
    ],
)
def test_cases_are_told_in_words(name, case, words):
    assert case_words(name, case, READER) == words


def test_a_tiny_difference_keeps_its_power_of_ten():
    rows = proof_view([check("books", "cash", 7e-12, 0.0, 1e-6)], WHEN, READER).rows
    assert rows.iloc[0].tolist()[2:4] == ["7e-12", "0 ± 1e-06"]
