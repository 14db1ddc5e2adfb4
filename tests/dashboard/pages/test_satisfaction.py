"""Does Satisfaction say how satisfied customers are, with what, and does a view stand in the address?"""

from __future__ import annotations

import pytest

from dashboard.presenters.answer_filters import AnswerFilters, number_of
from dashboard.usecases import assessed
from data import assessments
from data.viewer import OWNER, Viewer
from tests.dashboard.assessed_again import assessed_again
from tests.dashboard.front_door import address, opened, said, traces

PAGE = "satisfaction"


@pytest.fixture
def newest(demo: str) -> tuple[str, int]:
    return demo, assessments.assessments(OWNER, demo)[0].assessment_id


def test_the_headline_says_the_share_of_the_satisfied_as_computed(newest):
    app = opened(PAGE)
    figures = assessed.results(OWNER, *newest, "satisfaction_figures")
    row = figures[(figures["figure"] == "csat") & (figures["by"] == "")].iloc[0]
    assert f"{row['value']:.0%}" in app.title[0].value
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Satisfied (top two boxes)"] == f"{row['value']:.1%}"
    assert "Net promoter score" in shown


def test_every_view_opens_from_its_address_in_both_languages(demo):
    for tab, words in (
        ("now", "Who feels how"),
        ("drivers", "What separates leavers from stayers"),
        ("gaps", "Perceived less expected"),
        ("after", "The silent majority"),
        ("words", "What was said"),
    ):
        app = opened(PAGE, tab=tab)
        assert words in [heading.value for heading in app.subheader]
        chinese = opened(PAGE, tab=tab, lang="zh")
        assert "experience." not in said(chinese)


def test_the_groups_of_satisfaction_are_those_of_the_customers(newest):
    people = assessed.customers(OWNER, *newest)
    app = opened(PAGE)
    groups = people["satisfaction_group"]
    counted = [int(groups.isin(codes.split(",")).sum()) for codes in traces(app)[0]["customdata"]]
    told = app.get("plotly_chart")[0].proto.alt.split("; ")
    assert [label.split(": ")[1].split(" · ")[0] for label in told] == [f"{n} customers" for n in counted]
    assert sum(counted) == groups.notna().sum()
    assert min(counted) >= 5


def test_groups_are_those_of_the_index_in_the_address(demo):
    app = opened(PAGE, behind="nps")
    assert app.button_group(key="group_index_en").value == "nps"
    app.button_group(key="group_index_en").set_value("ces").run()
    assert address(app)["behind"] == "ces"
    assert "**By channel of the answer**" in said(app)


def test_an_assessment_without_answers_says_what_is_needed(demo):
    assessed_again(demo)
    app = opened(PAGE)
    assert app.title[0].value == "No satisfaction is known yet"
    words = "\n".join(element.value for element in (*app.info, *app.markdown, *app.warning))
    assert "bring in survey answers" in words


def test_words_lead_to_the_customer_and_the_choice_stands_in_the_address(newest):
    found = assessed.texts(OWNER, *newest)
    most = found["label"].value_counts().index[0]
    app = opened(PAGE, tab="words", of=str(number_of(most)))
    assert app.selectbox(key="words_choice_en").value == most
    shown = [element.value for element in app.text]
    about = found[found["label"] == most]
    assert shown == [f"“{words}”" for words in about["words"].head(12)]
    assert app.get("page_link")
    app.selectbox(key="words_choice_en").set_value("").run()
    assert "of" not in app.query_params
    last = found["day"].max()
    quarter = opened(PAGE, tab="words", lang="zh", quarter=f"{last.year}q{last.quarter}")
    assert "words." not in said(quarter)
    complaining = found[found["status"] != "content"]
    in_it = complaining[complaining["day"].dt.to_period("Q") == last.to_period("Q")]
    assert [element.value for element in quarter.text] == [f"“{words}”" for words in in_it["words"].head(12)]


def test_the_curve_is_drawn_for_the_tier_in_the_address(newest):
    curve = assessed.results(OWNER, *newest, "satisfaction_curve")
    gold = int(curve.loc[curve["group"] == "gold", "customers"].sum())
    words = said(opened(PAGE, tab="after", tier="gold"))
    assert f"{gold} customers with an answer and a known behaviour" in words
    assert "words." not in said(opened(PAGE, tab="after", tier="gold", lang="zh"))


def test_a_masked_viewer_gets_no_words(newest):
    words = assessed.texts(Viewer(masked=True), *newest)["words"]
    assert len(words)
    assert set(words) == {""}


def test_a_text_left_for_a_person_is_decided_and_waits_for_the_next_assessment(newest):
    app = opened(PAGE, tab="words", of=str(number_of("unclear")))
    found = assessed.texts(OWNER, *newest)
    first = found[found["status"].isin(["unsure", "unsorted"])].iloc[0]
    choice = app.selectbox(key=f"words_decide_{first['source']}_{int(first['row_key'])}_en")
    choice.set_value("ethics").run()
    assert not app.exception
    assert "1 decision counts from the next assessment on." in said(app)
    decided = assessed.texts(OWNER, *newest)["decided"]
    assert decided[decided != ""].tolist() == ["ethics"]


def test_a_list_of_texts_stays_behind_on_the_way_to_the_answers_and_theirs_on_the_way_back(demo):
    app = opened(PAGE, tab="words", of=str(number_of("unclear")))
    app.button_group(key="experience_tab_en").set_value("answers").run()
    assert address(app)["tab"] == "answers"
    assert "of" not in address(app)
    assert "1 to 25 of " in said(app)
    app.selectbox(key="answers_behind_en").set_value(AnswerFilters("nps")).run()
    app.button_group(key="experience_tab_en").set_value("now").run()
    assert address(app)["behind"] == "nps"
    app.button_group(key="experience_tab_en").set_value("words").run()
    assert not {"behind", "of", "quarter"} & set(address(app))
