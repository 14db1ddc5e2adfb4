"""Does every figure about answers lead to just those answers that it counts, and to who gave them?"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from dashboard.presenters.answer_filters import AnswerFilters, asking, chosen_answers
from dashboard.presenters.answers_behind import listed_answers
from dashboard.presenters.customer_filters import matching
from dashboard.presenters.index_groups import CHANNEL, behind_group
from dashboard.usecases import assessed
from dashboard.usecases.comments import comments
from data import assessments
from data.viewer import OWNER, Viewer
from engine.satisfaction.point_ranges import SMALLEST_GROUP
from tests.dashboard.front_door import address, opened, said

PAGE = "satisfaction"


@pytest.fixture
def newest(demo: str) -> tuple[str, int]:
    return demo, assessments.assessments(OWNER, demo)[0].assessment_id


def bands(row) -> str:
    return f"{row.first}-{row.last}" if row.first < row.last else str(row.first)


# Table -> which answers stand behind a row, and how many people it counts.
ROWS = {
    "satisfaction_trend": lambda row: (
        AnswerFilters(row.figure, quarter=f"{row.day.year}q{row.day.quarter}"),
        row.n,
    ),
    "servqual": lambda row: (AnswerFilters(row.dimension), row.n),
    "drivers": lambda row: (asking("driver", row.item_id), row.n if row.item_id else 0),
    "separation": lambda row: (asking("separation", row.item_id), row.n),
    "later_behaviour": lambda row: (asking("felt", row.group), row.customers),
    "later_behaviour_points": lambda row: (AnswerFilters("felt"), row.n),
    "later_index_points": lambda row: (AnswerFilters("felt"), row.n),
    "promises": lambda row: (asking(row.promise, row.group), row.n),
    "expectations": lambda row: (asking(f"expected.{row.role}", row.channel), row.n),
    "scale_reliability": lambda row: (AnswerFilters(f"scale.{row.role}"), row.n),
    "ratio_bands": lambda row: (AnswerFilters(f"ratio.{bands(row)}"), row.people),
    "weighted_figures": lambda row: (AnswerFilters(f"weighted.{row.figure}"), row.n),
    "delivered_value": lambda row: (AnswerFilters(row.part), row.n),
    "satisfaction_figures": lambda row: (AnswerFilters(row.figure), row.n),
}


def counts(newest: tuple[str, int]) -> Iterator[tuple[AnswerFilters, int]]:
    """Return each figure's way to its answers, with how many people it counts."""
    for name, counted in ROWS.items():
        table = assessed.results(OWNER, *newest, name).rename(columns={"count": "people"})
        if "by" in table:
            table = table[table["by"] == ""]
        if "part" in table and "dimension" in table:
            table = table[table["part"] == "gap"]
        if "figure" in table:
            # Shares of the groups of an index lead nowhere of their own.
            table = table[~table["figure"].str.contains("ratio_|nps_")]
        yield from map(counted, table.itertuples())


def test_behind_every_figure_stand_as_many_people_as_it_counts(newest):
    kept = assessed.results(OWNER, *newest, "answers")
    wrong = {
        asked: (found, n)
        for asked, n in counts(newest)
        if (found := chosen_answers(kept, asked)["respondent"].nunique()) != n
    }
    assert wrong == {}
    assert sum(n > 0 for _, n in counts(newest)) > 50


def test_behind_every_group_of_an_index_stand_as_many_people_as_its_bar_counts(newest):
    kept, people = (assessed.results(OWNER, *newest, "answers"), assessed.customers(OWNER, *newest))
    figures = assessed.results(OWNER, *newest, "satisfaction_figures")
    counted, wrong = 0, []
    kinds = {"value_tier": "tier", "lifecycle_stage": "stage", "churn_state": "state", "channel": CHANNEL}
    for row in figures[(figures["by"] != "") & figures["figure"].isin(["csat", "servqual_gap"])].itertuples():
        answers, customers = behind_group(kinds[row.by], row.figure, row.group)
        chosen = chosen_answers(kept, answers)
        if customers.count:
            chosen = chosen[chosen["customer_id"].isin(matching(people, customers)["customer_id"])]
        wrong += [row] if chosen["respondent"].nunique() != row.n else []
        counted += row.n > 0
    assert wrong == []
    assert counted > 15


def test_behind_each_range_of_points_of_the_nps_stand_as_many_answers_as_its_bar(newest):
    kept = assessed.results(OWNER, *newest, "answers")
    points = assessed.results(OWNER, *newest, "nps_points")
    ranges = [(row.lowest, row.highest) for row in points.itertuples()]
    found = [len(chosen_answers(kept, AnswerFilters("nps").with_range(one))) for one in ranges]
    assert found == points["count"].tolist()
    assert all(count == 0 or count >= SMALLEST_GROUP for count in found)


def test_a_figure_leads_to_its_answers_and_they_to_their_customers(newest):
    app = opened(PAGE)
    app.button(key="satisfaction_points_nps_0-6").click().run()
    assert (address(app)["tab"], address(app)["behind"], address(app)["score"]) == ("answers", "nps", "0-6")
    kept = assessed.results(OWNER, *newest, "answers")
    chosen = chosen_answers(kept, AnswerFilters("nps", lowest=0, highest=6))
    assert f"**{len(chosen)} answers by {len(chosen)} people" in said(app)
    shown = app.dataframe[0].value
    assert len(shown) == min(25, len(listed_answers(chosen)))
    assert {int(words.split()[0]) for words in shown["answer"]} <= set(range(7))
    people = opened("customers", behind="nps", score="0-6")
    assert f"{chosen['customer_id'].nunique()} customers" in people.title[0].value
    people.button(key="answers_everybody").click().run()
    assert "behind" not in address(people)


def test_the_choices_stand_in_the_address_in_both_languages(demo):
    app = opened(PAGE, tab="answers", behind="csat", tier="gold")
    assert "Nameless answers are left out" in said(app)
    app.selectbox(key="answers_score_en").set_value("4").run()
    assert address(app)["score"] == "4"
    app.selectbox(key="answers_behind_en").set_value(AnswerFilters("ces")).run()
    assert (address(app)["behind"], "score" in address(app)) == ("ces", False)
    chinese = opened(PAGE, tab="answers", behind="scale.group_value", lang="zh")
    assert "answers." not in said(chinese)
    assert "价值" in said(chinese)


def test_what_was_written_beside_answers_is_told_to_those_who_may_read_it(newest):
    kept = assessed.results(OWNER, *newest, "answers")
    beside = kept[kept["comment_key"].notna()].tail(3)
    assert comments(OWNER, newest[0], beside).ne("").all()
    assert comments(Viewer(masked=True), newest[0], beside).eq("").all()
    assert comments(OWNER, newest[0], pd.concat([beside, beside])).index.tolist() == [*beside.index] * 2
