"""Does every answer arrive with its question, its person and its day, and no number that is none?"""

from __future__ import annotations

import pytest

from data.errors import DataError
from data.importing.undo import undo_import
from data.viewer import OWNER
from tests.data.importing.voice_files import bring_in, causes, counts, stored

LONG = """customer,question,score,expectation,day,scale
A,reliability,4,5,2025-03-01,1-5
B,reliability,7,5,2025-03-01,1-5
Nobody,nps,9,,2025-03-02,0-10
A,nps,eleven,,2025-03-02,0-10
A,nps,,,2025-03-02,0-10
,nps,10,,2025-03-02,0-10
A,reliability,4,5,2025-03-01,1-5
"""
WIDE = "respondent,food,room\n" + "".join(f"{n},{1 + n % 5},{n % 6}\n" for n in range(60))
SCALED = {"survey_day": "2025-06-30", "missing_codes": "0"}
ANSWERS = """
    SELECT c.customer_id, a.respondent, a.day, i.item_id, a.score, a.expectation, a.is_not_applicable, a.line
    FROM survey_answer AS a JOIN survey_item AS i ON i.item_key = a.item_key
    LEFT JOIN customer AS c ON c.customer_key = a.customer_key ORDER BY a.line, i.item_id
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "answers.csv"


@pytest.fixture
def known(slug, tmp_path):
    bring_in(
        slug,
        tmp_path / "sales.csv",
        "transactions",
        "customer,day,amount\nA,2025-01-01,10\nB,2025-01-02,20\n",
    )
    return slug


def test_long_answers_are_stored_and_accounted_for(known, file):
    report = bring_in(known, file, "survey_answers", LONG)
    assert (report.state, counts(report), report.new_customers) == ("done", (7, 3, 3, 1), 0)
    found = causes(report)
    assert {name: found[name] for name in ("score_outside_scale", "not_a_score", "score_missing")} == {
        "score_outside_scale": 1,
        "not_a_score": 1,
        "score_missing": 1,
    }
    assert (found["customer_unknown"], found["answer_repeated"]) == (1, 1)
    assert stored(known, ANSWERS) == [
        ("A", None, "2025-03-01", "reliability", 4.0, 5.0, 0, 2),
        (None, "Nobody", "2025-03-02", "nps", 9.0, None, 0, 4),
        (None, None, "2025-03-02", "nps", 10.0, None, 0, 7),
    ]
    assert stored(known, "SELECT item_id, role, scale_low, scale_high FROM survey_item ORDER BY 1") == [
        ("nps", "nps", 0.0, 10.0),
        ("reliability", "reliability", 1.0, 5.0),
    ]


def test_a_score_outside_its_scale_is_named_by_line_and_value(known, file):
    report = bring_in(known, file, "survey_answers", LONG)
    (finding,) = [one for one in report.findings if one.cause == "score_outside_scale"]
    assert (finding.action, [(one.line, one.column, one.value) for one in finding.examples]) == (
        "left_out",
        [(3, "score", "7")],
    )


def test_an_answer_makes_no_customer(slug, file):
    report = bring_in(slug, file, "survey_answers", LONG)
    assert (report.new_customers, stored(slug, "SELECT count(*) FROM customer")) == (0, [(0,)])


def test_a_wide_file_asks_for_the_day_and_for_what_zero_means(slug, file):
    report = bring_in(slug, file, "survey_answers", WIDE)
    assert (report.state, [question.id for question in report.questions]) == (
        "questions",
        ["missing_codes", "survey_day"],
    )
    assert report.questions[1].subject == ""


def test_columns_of_days_that_may_be_the_surveys_are_told(slug, file):
    several = "respondent,began,ended,food\n" + "".join(
        f"{n},2025-01-01,2025-01-02,{1 + n % 5}\n" for n in range(60)
    )
    (asked,) = bring_in(slug, file, "survey_answers", several).questions
    assert (asked.subject, asked.parameters) == ("survey_day_or_column", {"columns": "“began”, “ended”"})
    report = bring_in(slug, file, "survey_answers", several, mapping={"day": "ended"})
    assert counts(report) == (60, 60, 0, 0)


def test_a_code_is_kept_without_a_score_and_never_averaged(slug, file):
    report = bring_in(slug, file, "survey_answers", WIDE, answers=SCALED)
    assert (counts(report), causes(report)["not_applicable"]) == ((60, 60, 0, 0), 10)
    by_item = """
        SELECT i.item_id, count(*), count(a.score), avg(a.score), sum(a.is_not_applicable), i.scale_low
        FROM survey_answer AS a JOIN survey_item AS i ON i.item_key = a.item_key GROUP BY 1 ORDER BY 1
    """
    assert stored(slug, by_item) == [("food", 60, 60, 3.0, 0, 1.0), ("room", 60, 50, 3.0, 10, 1.0)]


def test_zero_is_a_score_where_the_user_says_so(slug, file):
    bring_in(slug, file, "survey_answers", WIDE, answers={**SCALED, "missing_codes": "none"})
    assert stored(slug, "SELECT count(*), avg(score) FROM survey_answer WHERE item_key = 2") == [(60, 2.5)]


def test_a_wide_cell_off_its_scale_is_left_empty_and_its_row_kept(slug, file):
    text = WIDE + "60,77,3\n61,,\n62,good,3\n"
    report = bring_in(slug, file, "survey_answers", text, answers={**SCALED, "scale": "1-5"})
    found = causes(report)
    assert counts(report) == (63, 62, 1, 0)
    assert (found["score_outside_scale_cell"], found["not_a_score_cell"], found["no_answer"]) == (1, 1, 1)


def test_respondents_of_two_files_without_ids_are_different_people(slug, tmp_path):
    nameless = "\n".join(line.partition(",")[2] for line in WIDE.splitlines()) + "\n"
    for number, text in enumerate((nameless, nameless + "3,3\n")):
        report = bring_in(slug, tmp_path / f"{number}.csv", "survey_answers", text, answers=SCALED)
        assert report.state == "done"
    assert stored(slug, "SELECT count(DISTINCT respondent) FROM survey_answer") == [(121,)]


def test_the_same_answers_in_another_file_are_there_already(known, tmp_path):
    bring_in(known, tmp_path / "one.csv", "survey_answers", LONG)
    changed = LONG.replace("A,reliability,4,5", "A,reliability,3,5") + "B,nps,7,,2025-03-09,0-10\n"
    report = bring_in(known, tmp_path / "two.csv", "survey_answers", changed)
    found = causes(report)
    assert (found["answer_stored"], found["answer_stored_differs"]) == (1, 1)
    assert stored(known, "SELECT count(*) FROM survey_answer") == [
        (5,)
    ]  # nobody's answer can't be known again
    assert counts(report) == (8, 2, 3, 3)


@pytest.mark.parametrize("top", [7, 3])
def test_a_question_on_another_scale_is_refused(slug, tmp_path, top):
    """Five of five is the best, five of seven is not."""
    bring_in(slug, tmp_path / "one.csv", "survey_answers", WIDE, answers=SCALED)
    other = "respondent,food\n" + "".join(f"{n},{1 + n % top}\n" for n in range(70))
    answers = SCALED | {"scales": f'{{"food": "1-{top}"}}'}
    with pytest.raises(DataError) as error:
        bring_in(slug, tmp_path / "two.csv", "survey_answers", other, answers=answers)
    assert error.value.message_id == "voices.scale_differs"
    assert error.value.parameters == {"item": "food", "stored": "1-5", "found": f"1-{top}"}
    fitting = "".join(line for line in other.splitlines(keepends=True) if line[-2] not in "67")
    answers["scales"] = '{"food": "1-5"}'
    report = bring_in(slug, tmp_path / "three.csv", "survey_answers", fitting, answers=answers)
    assert report.state == "done"


def test_an_undo_takes_answers_and_questions_out(known, file):
    report = bring_in(known, file, "survey_answers", LONG)
    undo_import(OWNER, known, report.import_id)
    assert stored(
        known, "SELECT (SELECT count(*) FROM survey_answer), (SELECT count(*) FROM survey_item)"
    ) == [(0, 0)]
    assert stored(known, "SELECT count(*) FROM customer") == [(2,)]
    assert bring_in(known, file, "survey_answers", LONG).state == "done"


def test_every_column_of_remarks_is_a_question_of_its_own_without_a_score(known, file):
    good = ("The breakfast in the garden and how quiet it is", "")
    text = "customer,csat,What was good?,What should we improve?,Age group\n" + "".join(
        f"A,{1 + n % 5},{good[n % 2]},Give us warmer rooms {n},{('old', 'young')[n % 2]}\n" for n in range(40)
    )
    report = bring_in(known, file, "survey_answers", text, answers=SCALED | {"scale": "1-5"})
    assert (report.state, causes(report)["remarks_found"]) == ("done", 2)
    said = """
        SELECT i.item_id, i.role, count(a.score), count(a.words), min(a.words) FROM survey_answer AS a
        JOIN survey_item AS i ON i.item_key = a.item_key GROUP BY 1 ORDER BY 1
    """
    assert stored(known, said) == [
        ("What should we improve?", "", 0, 40, "Give us warmer rooms 0"),
        ("What was good?", "", 0, 20, "The breakfast in the garden and how quiet it is"),
        ("csat", "csat", 40, 0, None),
    ]


def test_a_question_keeps_its_words_beside_its_code(known, file):
    text = "customer,question code,question text,score,day,scale\n" + "".join(
        f"A,Q{n},{('Was the bed good?', '')[n % 2]},4,2025-03-0{n + 1},1-5\n" for n in range(2)
    )
    bring_in(known, file, "survey_answers", text)
    bring_in(known, file, "survey_answers", text.replace(",,", ",And the food?,").replace("2025", "2024"))
    assert stored(known, "SELECT item_id, label FROM survey_item") == [
        ("Q0", "Was the bed good?"),
        ("Q1", "And the food?"),
    ]
