"""Does a file come in by a command, accounted for in words and numbers, and go again?"""

from __future__ import annotations

import pytest

from data.reading import imports
from data.viewer import OWNER
from tests.dashboard.cli.terminal import CLEAN, FAULTY, USELESS, Terminal


def test_import_accounts_for_every_row_and_cent(linde: Terminal) -> None:
    code, values = linde.bring_in(CLEAN)
    assert code == 0
    assert values["import_id"] == 1
    assert values["rows"] == {"read": 3, "accepted": 3, "rejected": 0, "duplicates": 0}
    assert (values["sums"]["read"], values["sums"]["accepted"]) == ("180.05", "180.05")
    assert [finding["cause"] for finding in values["findings"]] == ["refund"]
    assert values["questions"] == []
    assert linde.err == ""


def test_same_file_again_changes_nothing_and_says_so(linde: Terminal) -> None:
    linde.bring_in(CLEAN)
    code, values = linde.bring_in(CLEAN)
    assert code == 0
    assert values["already_imported"] is True
    assert values["rows"] == {"read": 3, "accepted": 0, "rejected": 0, "duplicates": 3}
    linde.run("import", "transactions", linde.file(CLEAN), "--workspace", "Linde")
    assert linde.out.startswith("This very file is in already, as import number 1. Nothing was changed.\n")


def test_import_speaks_sentences_with_places(linde: Terminal) -> None:
    assert linde.run("import", "transactions", linde.file(FAULTY), "--workspace", "linde") == 0
    lines = linde.out.splitlines()
    assert lines[:4] == [
        "The file is in, as import number 1.",
        "Rows: 3 read = 1 accepted + 2 left out + 0 there already.",
        "1 new customer.",
        "Sum of amounts in EUR: 60.00 read = 10.00 accepted + 50.00 left out + 0.00 there already.",
    ]
    assert "  line 4, column “day”: 2024-13-45" in lines
    assert not any("import." in line or "{" in line for line in lines)


def test_columns_are_named_by_heading(linde: Terminal) -> None:
    text = "who,when,how much\nC1,2024-01-05,10.00\n"
    mapping = ("--map", "customer_id=who", "--map", "day=when", "--map", "amount=how much")
    code, values = linde.bring_in(text, *mapping)
    assert (code, values["rows"]["accepted"]) == (0, 1)


def test_trial_stores_nothing(linde: Terminal) -> None:
    code, values = linde.bring_in(CLEAN, "--dry-run")
    assert (code, values["state"], values["import_id"]) == (0, "dry_run", None)
    assert values["rows"]["accepted"] == 3
    assert imports(OWNER, "linde") == []


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_file_of_which_no_row_can_be_used_is_refused_with_its_findings(
    linde: Terminal, more: tuple[str, ...]
) -> None:
    code, values = linde.bring_in(USELESS, *more)
    assert code == 2
    assert values["rows"] == {"read": 1, "accepted": 0, "rejected": 1, "duplicates": 0}
    assert [finding["cause"] for finding in values["findings"]] == ["customer_missing"]
    assert values["error"]["id"] == "cli.import.useless"
    assert linde.err.startswith("The file has 1 row, and it can't be used.")
    assert imports(OWNER, "linde") == []


def test_undo_takes_an_import_out_and_the_file_can_come_again(linde: Terminal) -> None:
    linde.bring_in(CLEAN)
    assert linde.run("undo", "1", "--workspace", "Linde") == 0
    assert linde.out == "Import number 1 (rows.csv) is taken out again, with its 3 rows.\n"
    assert linde.run("undo", "1", "--workspace", "Linde") == 2
    _, values = linde.asked_for_json("workspaces")
    assert values["workspaces"][0]["transactions"] == 0
    code, values = linde.bring_in(CLEAN)
    assert (code, values["import_id"], values["rows"]["accepted"]) == (0, 2, 3)


def test_what_steers_a_terminal_is_written_out_and_comes_back_whole_in_json(linde: Terminal) -> None:
    rows = [f"{name},2024-01-05,1\n" for name in ("A", "B\x1b[31m", "\u202eC", "D\x9b2J")]
    text = "customer,day,amount\n" + "".join(rows)
    path = linde.file(text)
    assert linde.run("import", "transactions", path, "--workspace", "Linde", "--dry-run") == 0
    assert "B⟨U+001B⟩[31m" in linde.out
    assert "⟨U+202E⟩C" in linde.out
    assert not {"\x1b", "\x9b", "\u202e"} & set(linde.out)
    _, values = linde.bring_in(text, "--dry-run")
    assert not {"\x1b", "\x9b", "\u202e"} & set(linde.out)
    written = [example["value"] for finding in values["findings"] for example in finding["examples"]]
    assert "\u202eC" in written
    assert "B\x1b[31m | 2024-01-05 | 1" in written
