"""Is what isn't clear asked so that it can be answered without looking anything up?"""

from __future__ import annotations

import shlex

from data import assessments as stored
from data.reading import imports
from data.viewer import OWNER
from tests.dashboard.cli.terminal import DOUBTFUL, NO_IMPORT, Terminal


def typed(terminal: Terminal, part: str) -> list[str]:
    """Return what a line of the last answer says to type."""
    line = next(line for line in terminal.out.splitlines() if part in line)
    return shlex.split(line.split("    ")[0])


def test_question_is_asked_with_exit_three_and_nothing_is_stored(linde: Terminal) -> None:
    code, values = linde.bring_in(DOUBTFUL)
    assert code == 3
    (question,) = values["questions"]
    assert question["id"] == "date_order"
    assert [choice["id"] for choice in question["choices"]] == ["dmy", "mdy"]
    assert "import." not in question["sentence"]
    assert question["choices"][0]["argument"] == "--answer date_order=dmy"
    assert {name: values[name] for name in ("import_id", "rows", "sums", "findings")} == {
        name: NO_IMPORT[name] for name in ("import_id", "rows", "sums", "findings")
    }
    assert "1 question about this file needs an answer" in linde.err
    assert imports(OWNER, "linde") == []


def test_question_is_asked_in_words_that_can_be_typed_back(linde: Terminal) -> None:
    arguments = ("import", "transactions", linde.file(DOUBTFUL), "--workspace", "Linde")
    assert linde.run(*arguments) == 3
    assert linde.out.splitlines()[0].startswith("Question 1 (date_order): ")
    assert linde.run(*arguments, *typed(linde, "date_order=mdy")) == 0
    linde.run("assess", "--workspace", "Linde", "--as-of", "2024-12-31")
    frame = stored.assessment_frame(OWNER, "linde", 1)
    assert frame["first_purchase_day"].dt.date.astype(str).tolist() == ["2024-03-04", "2024-05-06"]


def test_columns_are_asked_by_their_labels_and_named_as_they_are_typed(linde: Terminal) -> None:
    path = linde.file("Buyer's no,Date,Price\nC1,2024-01-05,10.00\n")
    assert linde.run("import", "transactions", path, "--workspace", "Linde") == 3
    lines = linde.out.splitlines()
    assert (
        lines[0] == "Question 1 (column_for_customer_id): Which column is “Customer”? The headings don't say."
    )
    assert "Question 2 (column_for_amount): Which column is “Amount”? The headings don't say." in lines
    assert "  --map amount=Price    10.00" in lines  # though it was taken for the unit price
    answers = [*typed(linde, "--map 'customer_id"), *typed(linde, "amount=Price")]
    assert answers == ["--map", "customer_id=Buyer's no", "--map", "amount=Price"]
    assert linde.run("import", "transactions", path, "--workspace", "Linde", *answers) == 0


def test_answers_of_ones_own_are_shown_as_they_are_typed(linde: Terminal) -> None:
    path = linde.file("respondent,Mood\nA,2\nB,3\nC,2\n")
    code, values = linde.asked_for_json("import", "survey_answers", path, "--workspace", "Linde")
    own = {question["id"]: (question["own"], question["hint"]) for question in values["questions"]}
    assert (code, own["survey_day"]) == (3, ("--answer survey_day=YYYY-MM-DD", "a day"))
    assert own["scale"][0] == "--answer scale=…"
    assert own["scale"][1].startswith("The lowest and the highest answer with a dash between them")


def test_choices_are_named_in_words_and_many_are_cut_short(linde: Terminal) -> None:
    values = "".join(f"C{n},2024-01-05,offer {n % 31}\n" for n in range(100))
    path = linde.file(f"customer,day,offer\n{values}")
    assert linde.run("import", "rescues", path, "--workspace", "Linde") == 3
    assert "  --answer 'control_group=offer 0'    4" in linde.out.splitlines()
    assert "  --answer control_group=no_control_group    There was no control group" in linde.out.splitlines()
    headings = ",".join(f"h{n}" for n in range(60))
    path = linde.file(f"{headings}\n{','.join('x' for _ in range(60))}\n")
    answer = ("--answer", "header=yes")
    assert linde.run("import", "transactions", path, "--workspace", "Linde", *answer) == 3
    assert linde.out.splitlines().count("  and 20 more") == 3
