"""Can every answer that the command line takes be given on the page, and does a wrong one say why?"""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.usecases import worker
from data import jobs
from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.dashboard.front_door import no_worker, opened
from tests.data.importing.relation_files import rows

SURVEY = "respondent,date,Age group,Food,Wifi\n" + "".join(
    f"R{n},2024-05-01,{1 + n % 4},{n % 6},{1 + n % 5}\n" for n in range(60)
)
STEPS = (
    "complaint no,time,step\nC1,2024-05-01 10:00,Insert ticket\nC1,2024-05-02 10:00,Wait\n"
    "C1,2024-05-03 10:00,Wait; then call\nC1,2024-05-04 10:00,Resolve ticket\n"
)


@pytest.fixture
def slug(holdfast_home) -> str:
    return create_workspace(OWNER, "Hotel").slug


def brought(slug: str, kind: str, text: str) -> AppTest:
    app = opened("data", w=slug, lang="en")
    app.selectbox(key="import_kind_0_en").set_value(kind).run()
    app.file_uploader[0].set_value(("file.csv", text.encode(), "text/csv"))
    app.run()
    assert not app.exception
    return app


def work(app: AppTest) -> None:
    app.button(key="import_go_0").click().run()
    while (job := jobs.claim("test")) is not None:
        worker.run(job, "test")


def other_answer(app: AppTest, question: str, answer: str) -> AppTest:
    app.radio(key=f"import_answer_{question}_0").set_value("…").run()
    app.text_input(key=f"import_answer_{question}_0_other").set_value(answer).run()
    assert not app.exception
    return app


def errors(app: AppTest) -> str:
    return " ".join(error.value for error in app.error)


def test_codes_of_the_readers_own_are_taken_or_refused_in_words(slug):
    with no_worker():
        app = brought(slug, "survey_answers", SURVEY.replace(",5\n", ",9\n"))
        assert app.radio(key="import_answer_missing_codes_0").options[-1] == "Another answer"
        other_answer(app, "missing_codes", "0,7")
        assert "“0,7” is none of them" in errors(app)
        assert app.button(key="import_go_0").disabled
        app.text_input(key="import_answer_missing_codes_0_other").set_value("9").run()
        assert (errors(app), app.button(key="import_go_0").disabled) == ("", False)
        work(app)
    counted = "SELECT count(*) FROM survey_answer WHERE is_not_applicable AND score IS NULL"
    assert rows(slug, counted) == [(12,)]


def test_a_scale_of_the_readers_own_is_taken_or_refused_in_words(slug):
    text = "respondent,date,Mood\nA,2024-05-01,2\nB,2024-05-01,3\nC,2024-05-01,2\n"
    with no_worker():
        app = brought(slug, "survey_answers", text)
        other_answer(app, "scale", "five")
        assert "A scale is needed as lowest-highest, such as 1-5 or 0-10; “five” isn't one." in errors(app)
        app.text_input(key="import_answer_scale_0_other").set_value("0-6").run()
        assert (errors(app), app.button(key="import_go_0").disabled) == ("", False)
        work(app)
    assert rows(slug, "SELECT item_id, scale_low, scale_high FROM survey_item") == [("Mood", 0.0, 6.0)]


def test_the_suggestion_can_be_taken_as_it_stands(slug):
    text = "respondent,date,Mood\nA,2024-05-01,2\nB,2024-05-01,3\nC,2024-05-01,2\n"
    with no_worker():
        app = brought(slug, "survey_answers", text)
        app.radio(key="import_answer_scale_0").set_value("…").run()
        suggested = app.text_input(key="import_answer_scale_0_other").value
        app.button(key="import_answer_scale_0_take").click().run()
        assert suggested == app.radio(key="import_answer_scale_0").options[0]
        assert not app.button(key="import_go_0").disabled


def test_columns_can_be_taken_out_of_a_survey_and_put_in(slug):
    with no_worker():
        app = brought(slug, "survey_answers", SURVEY)
        (found,) = app.multiselect
        assert found.value == ["Age group", "Food", "Wifi"]
        found.set_value(["Wifi"]).run()
        assert (app.exception, app.radio) == ([], [])  # Food's zero and the ages ask nothing any more
        work(app)
    assert rows(slug, "SELECT item_id FROM survey_item") == [("Wifi",)]


def test_a_step_gets_the_meaning_that_the_reader_gives_it(slug):
    with no_worker():
        app = brought(slug, "complaint_events", STEPS)
        meant = {one.label.split(" ")[0]: one for one in app.selectbox if "offer_states" in str(one.key)}
        assert {name: one.value for name, one in meant.items()} == {
            "Insert": "received", "Wait": "", "Wait;": "", "Resolve": "resolved",
        }  # fmt: skip
        meant["Wait;"].set_value("investigating").run()
        again = [one for one in app.selectbox if one.label.startswith("Insert")]
        again[0].set_value("").run()
        assert not app.exception
        work(app)
    asked = "SELECT activity, state FROM complaint_event ORDER BY at"
    assert rows(slug, asked) == [
        ("Insert ticket", None),
        ("Wait", None),
        ("Wait; then call", "investigating"),
        ("Resolve ticket", "resolved"),
    ]


@pytest.mark.parametrize("encoding", ["cp1250", "cp852"])
def test_an_encoding_can_be_named_whether_it_was_asked_or_taken_for_another(slug, encoding):
    polish = "customer,day,amount\nStanisław,2024-01-15,5\nPawłowski,2024-01-15,6\n".encode(encoding)
    with no_worker():
        app = opened("data", w=slug, lang="en")
        app.file_uploader[0].set_value(("file.csv", polish, "text/csv"))
        app.run()
        if encoding == "cp1250":
            app.radio(key="import_answer_encoding_0").set_value("…").run()
        own = "import_answer_encoding_0_other"
        app.text_input(key=own).set_value("klingon").run()
        assert "klingon" in errors(app)
        app.text_input(key=own).set_value(encoding).run()
        assert (errors(app), app.button(key="import_go_0").disabled) == ("", False)
        work(app)
    assert rows(slug, "SELECT customer_id FROM customer") == [("Pawłowski",), ("Stanisław",)]


def test_names_with_commas_and_steps_with_signs_are_answered_in_json():
    from data.importing.questions import chosen_meanings, chosen_names

    assert chosen_names("a, b") == ["a", "b"]
    assert chosen_names(json.dumps(["Quiet, at night", "b"])) == ["Quiet, at night", "b"]
    assert chosen_names("[a],b") == ["[a]", "b"]
    assert chosen_meanings("a=b=closed; c=") == {"a=b": "closed", "c": ""}
    assert chosen_meanings('{"a; b": "closed"}') == {"a; b": "closed"}
