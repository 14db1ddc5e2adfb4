"""How is a text laid out as a table, and when is it asked?"""

from __future__ import annotations

import pytest

from data.errors import FileRefusedError, QuestionOpenError
from data.importing.dialect import dialect_of
from data.importing.table import read_table


def read(text: str, **answers: str):
    dialect = dialect_of(text.encode(), answers)
    return dialect, read_table(text.encode(), dialect)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_each_separator_is_found(sign):
    dialect, raw = read(f"customer{sign}day{sign}amount\n1{sign}2024-01-01{sign}5\n")
    assert dialect.separator == sign
    assert list(raw.columns) == ["customer", "day", "amount"]


def test_runs_of_spaces_separate_where_nothing_else_does():
    dialect, raw = read(" 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n")
    assert (dialect.separator, dialect.has_header) == (" ", False)
    assert [cells.to_pylist()[0] for cells in raw.columns.values()] == [
        "00004",
        "0001",
        "19970101",
        "2",
        "29.33",
    ]


def test_a_decimal_comma_is_no_separator():
    dialect, raw = read("customer;amount\na;1,50\nb;2,75\n")
    assert dialect.separator == ";"
    assert raw.columns["amount"].to_pylist() == ["1,50", "2,75"]


def test_a_decimal_comma_in_every_row_is_no_separator_below_headings_that_nobody_knows():
    dialect, raw = read("wer;wann;preis\nA;03/04/2025;1,234\nB;05/06/2025;2,345\n")
    assert (dialect.separator, dialect.skipped, raw.rows) == (";", (), 2)


def test_two_signs_that_both_give_a_table_are_asked():
    text = "1,2;3\n4,5;6\n7,8;9\n"
    with pytest.raises(QuestionOpenError) as asked:
        read(text)
    question = asked.value.parameters["questions"][0]
    assert {choice.id: choice.examples[0] for choice in question.choices} == {
        "comma": "1 | 2;3",
        "semicolon": "1,2 | 3",
    }
    assert read(text, separator="semicolon", header="no")[0].separator == ";"


def test_a_sep_line_of_a_spreadsheet_is_obeyed():
    dialect, raw = read("sep=;\ncustomer;day\n1;2\n")
    assert (dialect.separator, dialect.headings, raw.lines.tolist()) == (";", ("customer", "day"), [3])


def test_headings_that_nobody_knows_are_told_from_figures_below_them():
    assert read("wer,wann,wieviel\n1,2024-01-01,5\n")[0].has_header is True
    assert read("1,2024-01-01,5\n2,2024-01-02,6\n")[0].has_header is False


def test_words_above_words_are_asked():
    with pytest.raises(QuestionOpenError) as asked:
        read("red,blue\ngreen,black\n")
    assert asked.value.parameters["questions"][0].id == "header"
    assert read("red,blue\ngreen,black\n", header="yes")[0].headings == ("red", "blue")
    assert read("red,blue\ngreen,black\n", header="no")[0].headings == ("column_1", "column_2")


def test_lines_above_the_headings_belong_to_no_row():
    dialect, raw = read("Sales report 2024\n\ncustomer,day,amount\n1,2024-01-01,5\n")
    assert dialect.skipped == (1,)
    assert raw.lines.tolist() == [4]


def test_a_survey_tools_rows_of_words_and_keys_are_headings_too():
    keys = ",".join(f'"{{""ImportId"":""Q{n}""}}"' for n in range(3))
    dialect, raw = read(f'EndDate,Q1,Q2\nEnd Date,"Overall, in general",Food\n{keys}\n2024-01-01,5,4\n')
    assert (list(raw.columns), dialect.skipped) == (["End Date", "Overall, in general", "Food"], (1, 2))
    assert (raw.rows, raw.lines.tolist()) == (1, [4])


def test_a_question_over_several_columns_goes_on_in_the_row_below():
    _, raw = read(
        "Respondent ID,How satisfied are you?,Please rate,,Why?\n"
        ",Response,Food,Room,Open-Ended Response\n1,5,4,3,good\n2,5,4,3,\n"
    )
    assert list(raw.columns) == [
        "Respondent ID", "How satisfied are you?", "Please rate: Food", "Please rate: Room", "Why?",
    ]  # fmt: skip
    assert raw.rows == 2


def test_a_first_row_that_says_response_is_none_of_the_headings():
    _, raw = read("customer,purpose,note\nA1,Response,\nA2,Offer,called back\n")
    assert (list(raw.columns), raw.rows) == (["customer", "purpose", "note"], 2)


def test_headings_are_unique_and_never_empty():
    assert read("customer,total,,total\n1,2,3,4\n")[0].headings == (
        "customer",
        "total",
        "column_3",
        "total (2)",
    )


def test_a_separator_too_many_at_the_end_of_each_row_is_no_error():
    _, raw = read("customer,day,amount\n1,2024-01-01,5,\n2,2024-01-02,6,\n")
    assert (raw.rows, raw.ragged) == (2, ())


def test_lines_are_those_of_the_file_even_with_line_breaks_in_cells_and_blank_lines():
    _, raw = read('customer,note,amount\n1,"a\nb",5\n\n2,c,6\n3,d\n4,e,7,8\n5,"f ""q""",9\n')
    assert raw.lines.tolist() == [2, 5, 8]
    assert raw.columns["note"].to_pylist() == ["a\nb", "c", 'f "q"']
    assert [(row.line, row.text) for row in raw.ragged] == [(6, "3,d"), (7, "4,e,7,8")]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_kind_of_line_end_is_read(end):
    _, raw = read(end.join(["customer,amount", "1,5", "2,6", ""]))
    assert (raw.columns["amount"].to_pylist(), raw.lines.tolist()) == (["5", "6"], [2, 3])


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line():
    with pytest.raises(FileRefusedError) as refused:
        read('customer,day,amount\n1,2024-01-01,5\n2,2024-01-02,"6\n3,2024-01-03,7\n')
    assert (refused.value.message_id, refused.value.parameters) == (
        "import.refused.open_quotation",
        {"line": 3},
    )


def test_a_quotation_mark_inside_a_cell_is_a_letter_like_any_other():
    _, raw = read('customer,item,amount\n1,5" pipe,5\n2,nail,6\n')
    assert raw.columns["item"].to_pylist() == ['5" pipe', "nail"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("customer\n1\n2\n", "import.refused.one_column"),
        ("customer,day,amount\n", "import.refused.headings_only"),
        ("customer,day,amount\n\n\n", "import.refused.headings_only"),
    ],
)
def test_what_is_no_table_is_refused_by_name(text, message):
    with pytest.raises(FileRefusedError) as refused:
        read(text)
    assert refused.value.message_id == message
