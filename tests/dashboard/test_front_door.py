"""Whoever comes in, wherever they want to go: the right language, company and day, or a clear word."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from dashboard.state import PAGE_FILES
from dashboard.usecases.sample import load_sample
from data import assessments
from data.database import writer
from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.dashboard.front_door import address, no_worker, opened, said


@pytest.mark.parametrize("page", PAGE_FILES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_opens_in_both_languages(demo, page, language):
    app = opened(page, lang=language)
    assert not app.exception
    assert [*app.title, *app.header][0].value
    assert [button.key for button in app.button if button.key.startswith("failure")] == []


def test_the_language_stands_in_the_address_once_it_was_chosen(demo):
    app = opened()
    assert "leaning to leave" in app.title[0].value
    app.button_group(key="frame_language_en").set_value("zh_CN").run()
    assert address(app)["lang"] == "zh"
    assert "流失倾向" in app.title[0].value
    app.button_group(key="frame_language_zh_CN").set_value("en").run()
    assert "leaning to leave" in app.title[0].value


def test_a_language_that_nobody_speaks_here_is_left_out(demo):
    assert "leaning to leave" in opened(lang="tlh").title[0].value


def test_an_earlier_day_can_be_looked_at(demo):
    made = assessments.assessments(OWNER, demo)
    app = opened()
    app.selectbox(key="frame_as_of_en").set_value(made[-1].assessment_id).run()
    assert address(app)["a"] == str(made[-1].assessment_id)
    frame = assessments.assessment_frame(OWNER, demo, made[-1].assessment_id, ["churn_state"])
    assert app.title[0].value.startswith(f"{(frame['churn_state'] == 'leaning').sum():,} customers")
    app.selectbox(key="frame_as_of_en").set_value(made[0].assessment_id).run()
    assert "a" not in address(app)


def test_another_company_leaves_the_last_ones_state_behind(demo):
    other = create_workspace(OWNER, "Linde", currency="CHF")
    made = assessments.assessments(OWNER, demo)
    app = opened(w=demo, a=str(made[-1].assessment_id))
    app.selectbox(key="frame_workspace_en").set_value(other.slug).run()
    assert address(app)["w"] == other.slug
    assert "a" not in address(app)
    assert app.header[0].value == "No transactions yet"


def test_somebodys_own_company_comes_before_the_sample(demo):
    own = create_workspace(OWNER, "Zebra")
    assert opened().selectbox(key="frame_workspace_en").value == own.slug


def test_a_company_that_is_not_here_is_explained_and_leads_home(demo):
    app = opened(w="nobody")
    assert not app.exception
    assert app.header[0].value == "This isn’t here"
    assert "nobody" in said(app)
    app.button(key="failure_home").click().run()
    assert "w" not in address(app)
    assert "leaning to leave" in app.title[0].value


def test_an_assessment_that_is_not_here_is_explained(demo):
    app = opened(w=demo, a="999")
    assert app.header[0].value == "This isn’t here"
    assert "999" in said(app)


def test_an_unforeseen_error_is_a_sentence_with_a_reference(demo, caplog):
    with writer(demo) as session:
        session.connection().execute(text("UPDATE assessment_part SET customers = x'00'"))
    app = opened(w=demo)
    assert not app.exception
    assert app.header[0].value == "This could not be shown"
    reference = said(app).split("this reference\\: ")[1].split(".")[0]
    record = next(record for record in caplog.records if record.name == "holdfast.front_door")
    assert reference in record.getMessage()
    assert "overview.py" in record.getMessage()


def test_the_first_start_shows_progress_and_then_the_app(holdfast_home):
    with no_worker():
        app = opened()
        assert app.title[0].value == "Making a sample company"
        assert not app.selectbox
        load_sample(OWNER, customers=60)
        app.run()
        assert app.title[0].value != "Making a sample company"
        assert len(app.metric) == 15


def test_the_welcome_speaks_chinese_too(holdfast_home):
    with no_worker():
        assert opened(lang="zh").title[0].value == "正在准备示例公司"
