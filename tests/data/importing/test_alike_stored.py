"""Are ids that look like those of customers who are here already asked about, as within one file?"""

from __future__ import annotations

import pytest

from data.importing import stored_alike
from tests.data.importing.files import bring_in, causes
from tests.data.importing.relation_files import rows

IDS = "SELECT customer_id FROM customer ORDER BY customer_key"
HEAD = "customer,day,amount\n"


@pytest.fixture
def take(slug, tmp_path):
    return lambda text, **options: bring_in(slug, tmp_path / "rows.csv", text, **options)


@pytest.fixture
def kim(take):
    take(f"{HEAD}Kim,2024-01-15,5\nMüller,2024-01-15,5\n")


ALIKE = f"{HEAD}KIM,2024-02-15,6\nK im,2024-02-15,7\nMu\u0308ller\u200b,2024-02-15,8\nLee,2024-02-15,9\n"


def test_ids_that_differ_from_stored_ones_by_what_people_overlook_are_asked(take, kim, slug):
    (question,) = take(ALIKE).questions
    assert (question.id, question.subject, question.parameters) == (
        "ids_alike",
        "ids_alike_stored",
        {"count": 2},
    )
    assert {choice.id: choice.examples for choice in question.choices} == {
        "same": ("KIM, K im → Kim", "Müller⟨U+200B⟩ → Müller"),
        "different": ("Kim ≠ KIM ≠ K im", "Müller ≠ Müller⟨U+200B⟩"),
    }
    assert rows(slug, IDS) == [("Kim",), ("Müller",)]


def test_the_same_are_the_stored_customers(take, kim, slug):
    report = take(ALIKE, answers={"ids_alike": "same"})
    assert rows(slug, IDS) == [("Kim",), ("Müller",), ("Lee",)]
    assert (report.new_customers, causes(report)["ids_united"]) == (1, 3)


def test_different_ones_stay_apart_and_are_not_asked_again(take, kim, slug):
    take(ALIKE, answers={"ids_alike": "different"})
    assert len(rows(slug, IDS)) == 6
    again = take(f"{HEAD}KIM,2024-03-15,6\n")
    assert (again.state, again.questions) == ("done", ())


def test_ids_that_are_stored_as_they_stand_ask_nothing(take, kim):
    assert take(f"{HEAD}Kim,2024-03-15,6\nPark,2024-03-15,6\n").state == "done"


def test_a_list_of_customers_is_compared_as_well(slug, kim, tmp_path):
    text = "customer,town\nkim,Ulm\n"
    answers = {"known_on": "2024-05-01"}
    asked = bring_in(slug, tmp_path / "list.csv", text, "customers", answers=answers)
    assert [question.id for question in asked.questions] == ["ids_alike"]
    answers |= {"ids_alike": "same"}
    assert bring_in(slug, tmp_path / "list.csv", text, "customers", answers=answers).new_customers == 0


def test_stored_ids_are_gone_through_in_pieces(slug, take, monkeypatch):
    monkeypatch.setattr(stored_alike, "_PIECE", 3)
    take(HEAD + "".join(f"C{n},2024-01-15,5\n" for n in range(10)))
    (question,) = take(f"{HEAD}c9,2024-01-15,5\n").questions
    assert question.choices[0].examples == ("c9 → C9",)
