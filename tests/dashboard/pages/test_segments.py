"""Does each way of cutting the customers open, and lead to the customers behind it?"""

from __future__ import annotations

import re

import pytest

from data import assessments
from data.viewer import OWNER
from tests.dashboard.front_door import opened, traces


def test_the_matrix_comes_first_and_its_cells_lead_to_their_customers(people):
    app = opened("segments")
    links = [link for link in app.get("page_link") if link.label.startswith("Show ")]
    counts = people["value_tier"].value_counts()
    assert [link.label for link in links] == [
        f"Show {counts[tier]:,} customer{'s' if counts[tier] != 1 else ''}"
        for tier in ("gold", "platinum", "lead", "iron")
        if counts.get(tier)
    ]
    assert "tier=gold" in links[0].proto.query_string


@pytest.mark.parametrize(
    ("tab", "said", "charts"),
    [
        ("matrix", "gold and platinum customers", 1),
        ("abc", "The top 20% of customers bring", 2),
        ("pyramid", "A platinum customer brings", 1),
        ("rfm", "buy most recently and most often", 1),
        ("lifecycle", "in decline", 1),
        ("groups", "roups", None),
        ("firmness", "would stand in another tier by a little chance", 1),
        ("migration", "went up a tier or more", 2),
    ],
)
def test_a_tab_in_the_address_opens(people, tab, said, charts):
    app = opened("segments", tab=tab)
    assert said in app.title[0].value
    assert charts is None or len(app.get("plotly_chart")) == charts


@pytest.mark.parametrize(
    "tab", ["matrix", "abc", "pyramid", "rfm", "lifecycle", "groups", "firmness", "migration"]
)
def test_every_tab_speaks_chinese(people, tab):
    app = opened("segments", tab=tab, lang="zh")
    assert "客户" in app.title[0].value or "位" in app.title[0].value
    assert "{" not in app.title[0].value


def test_a_tab_that_is_chosen_stands_in_the_address(people):
    app = opened("segments")
    next(control for control in app.segmented_control if control.label == "View").set_value("rfm")
    app.run()
    assert app.query_params["tab"] == "rfm"
    assert "buy most recently" in app.title[0].value


def test_a_tab_that_does_not_exist_is_the_matrix(people):
    assert "gold and platinum" in opened("segments", tab="pie").title[0].value


def test_every_mark_carries_the_code_of_its_customers(people):
    (bars,) = [trace for trace in traces(opened("segments", tab="lifecycle")) if trace.get("xaxis") == "x2"]
    assert bars["customdata"] == ["exploration", "formation", "stability", "decline"]
    (discs,) = traces(opened("segments", tab="rfm"))
    assert set(discs["customdata"]) == set(
        "r"
        + people["rfm_recency"].astype(int).astype(str)
        + "f"
        + people["rfm_frequency"].astype(int).astype(str)
    )


def test_pictures_have_words_for_those_who_do_not_see_them(people):
    for tab in ("matrix", "abc", "pyramid", "rfm", "lifecycle", "migration"):
        assert all(chart.proto.alt for chart in opened("segments", tab=tab).get("plotly_chart"))


def test_migration_compares_with_the_date_chosen(people, demo):
    made = assessments.assessments(OWNER, demo)
    app = opened("segments", tab="migration", b=str(made[-1].assessment_id))
    assert "Oct 31, 2025" in app.title[0].value
    comparing = next(box for box in app.selectbox if box.label == "Compare with")
    assert comparing.value == made[-1].assessment_id
    comparing.set_value(made[1].assessment_id)
    app.run()
    assert app.query_params["b"] == str(made[1].assessment_id)


def test_the_oldest_assessment_has_nothing_to_be_compared_with(people, demo):
    oldest = assessments.assessments(OWNER, demo)[-1]
    app = opened("segments", tab="migration", a=str(oldest.assessment_id))
    assert app.header[0].value == "There is only one assessment"


def test_groups_lead_to_their_customers_by_the_rules(people):
    app = opened("segments", tab="groups")
    counts = people["cluster"].value_counts()
    links = [link for link in app.get("page_link") if link.label.startswith("Show ")]
    assert len(links) == len(counts)
    for link in links:
        code = re.search(r"cluster=([a-z_\-0-9]+)", link.proto.query_string)[1]
        assert link.label == f"Show {counts[code]:,} customers"


def test_a_group_in_the_address_narrows_the_list_of_customers(people):
    code = people["cluster"].value_counts().index[0]
    app = opened("customers", cluster=code)
    assert app.metric[0].value == f"{(people['cluster'] == code).sum():,}"
