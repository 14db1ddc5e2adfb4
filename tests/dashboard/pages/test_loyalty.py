"""Does Loyalty say who is loyal and what retention is worth, from the assessment's own tables?"""

from __future__ import annotations

import pytest

from dashboard.usecases import assessed
from data import assessments
from data.viewer import OWNER
from tests.dashboard.front_door import opened, said

PAGE = "loyalty"


@pytest.fixture
def newest(demo: str) -> tuple[str, int]:
    return demo, assessments.assessments(OWNER, demo)[0].assessment_id


def test_headline_and_figures_are_those_of_the_assessment(newest):
    app = opened(PAGE)
    people = assessed.customers(OWNER, *newest)
    known = people["loyalty_kind"].dropna()
    assert f"{(known == 'true').mean():.0%}" in app.title[0].value
    rates = assessed.results(OWNER, *newest, "retention_rates")
    kept = rates[(rates["figure"] == "retention_rate") & (rates["by"] == "")].iloc[0]
    assert {metric.label: metric.value for metric in app.metric}["Retention rate"] == f"{kept['value']:.1%}"


def test_every_view_opens_from_its_address_in_both_languages(demo):
    for tab, words in (
        ("kinds", "Attitude against behaviour"),
        ("retention", "Who came together, and who is still there"),
        ("worth", "How the loyalty index is made up"),
    ):
        app = opened(PAGE, tab=tab)
        assert words in [heading.value for heading in app.subheader]
        assert "loyalty." not in said(opened(PAGE, tab=tab, lang="zh"))


def test_all_six_bonds_stand_with_what_would_end_them(demo):
    alt = opened(PAGE).get("plotly_chart")[1].proto.alt
    for words in (
        "Superior-value",
        "Incentive",
        "Price",
        "Monopoly",
        "Convenience",
        "Inertia",
        "ends with the scheme",
    ):
        assert words in alt
