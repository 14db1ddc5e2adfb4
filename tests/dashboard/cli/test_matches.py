"""Can two customers be made one, and two again, by commands?"""

from __future__ import annotations

import shlex

import pytest

from tests.dashboard.cli.terminal import Terminal

PEOPLE = """customer,known_on,name,email
A1,2024-01-01,Anna Schmidt,anna@x.org
"Z 9",2024-01-01,"Schmidt, Anna",ANNA@x.org
B,2024-01-01,Bo Li,b@x.org
"""


@pytest.fixture
def people(linde: Terminal) -> Terminal:
    assert linde.run("import", "customers", linde.file(PEOPLE), "--workspace", "Linde") == 0
    return linde


def test_pairs_are_listed_with_what_to_type(people: Terminal) -> None:
    assert people.run("matches", "--workspace", "Linde") == 0
    lines = people.out.splitlines()
    assert lines[0] == "1 pair of customers may be one person"
    assert lines[1].endswith("For it: same e-mail address, same name.")
    assert people.run(*shlex.split(lines[2])) == 0
    assert people.out.startswith("Z 9 is read as A1 from now on (merge number 1).")
    code, values = people.asked_for_json("matches", "--workspace", "Linde")
    assert (code, values["found"], values["pairs"]) == (0, 0, [])
    (made,) = values["merges"]
    assert (made["kept"], made["merged"], made["reasons"]) == ("A1", "Z 9", ["same_email", "same_name"])


def test_a_merge_is_taken_back_by_its_number(people: Terminal) -> None:
    people.run("merge", "A1", "B", "--workspace", "Linde")
    code, values = people.asked_for_json("unmerge", "1", "--workspace", "Linde")
    assert (code, values["kept"], values["merged"], values["reasons"]) == (0, "A1", "B", ["by_hand"])
    assert values["undone_at"] is not None
    code, values = people.asked_for_json("matches", "--workspace", "Linde")
    assert [pair["ids"] for pair in values["pairs"]] == [["A1", "Z 9"]]


REFUSALS = {
    "nobody": (["merge", "A1", "nobody"], "error.customer_not_found"),
    "one already": (["merge", "A1", "A1"], "matching.already_one"),
    "no merge": (["unmerge", "7"], "matching.merge_not_found"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_done_is_refused_in_a_sentence(people: Terminal, case: str) -> None:
    arguments, message_id = REFUSALS[case]
    code, values = people.asked_for_json(*arguments, "--workspace", "Linde")
    assert (code, values["error"]["id"]) == (2, message_id)
    assert people.err.strip() == values["error"]["sentence"]


def test_few_pairs_are_shown_when_few_are_asked_for(people: Terminal) -> None:
    more = "".join(f"{n}{side},2024-01-01,Mia Kurz,mia{n}@x.org\n" for n in range(3) for side in "xy")
    path = people.file(f"customer,known_on,name,email\n{more}", "more.csv")
    people.run("import", "customers", path, "--workspace", "Linde")
    code, values = people.asked_for_json("matches", "--workspace", "Linde", "--most", "2")
    assert (code, len(values["pairs"]), values["found"] > 2) == (0, 2, True)
