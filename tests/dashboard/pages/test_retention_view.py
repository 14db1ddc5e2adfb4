"""Does Early warning say how long customers stay: by contract beside three models, or by purchases?"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import asdict

import pandas as pd
from streamlit.testing.v1 import AppTest

from data import assessments
from data.viewer import OWNER
from engine.cards import Gate, ModelCard, too_little
from engine.estimate import Estimate
from tests.dashboard.assessed_again import assessed_again
from tests.dashboard.front_door import address, opened, said, traces
from tests.dashboard.presenters.test_contract_retention import FACTS, tables

ACCOUNT = ModelCard(
    "contract_retention",
    data_from=dt.date(2023, 1, 1),
    data_to=dt.date(2026, 10, 31),
    facts={"customers": 900, "ends": 200, "cohorts": 2, "finding": "rising", "months": 11},
    gates=(Gate("bound_customers", 900, 100), Gate("ends", 200, 30)),
    errors={"survivors_bias": Estimate(0.02, -0.02, 0.06, 500)},
    not_for=("single_customers",),
)


def plainly(app: AppTest) -> str:
    """Return all words of the page without the marks that keep Markdown out."""
    return said(app).replace("\\", "")


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label.replace("\\", ""): metric.value.replace("\\", "") for metric in app.metric}


def with_contracts(slug: str, account: ModelCard | None, frames: dict[str, pd.DataFrame]) -> None:
    """Store the newest assessment again, as that of a company whose contracts tell who left."""
    made = assessments.assessments(OWNER, slug)[0]
    known = assessments.header(OWNER, slug, made.assessment_id)
    told = {"name": "contract_cohorts", "status": "ok", "facts": {**FACTS, "variant": "within"}}
    rule = {"name": "churn_rule", "status": "ok", "facts": {"variant": "contracts", "origin": "contracts"}}
    cards = [card for card in known.cards if card["name"] not in ("churn_rule", "contract_cohorts")]
    totals = {
        "value_to_come_12m_total": asdict(Estimate(1_000.0, 900.0, 1_100.0, 80)),
        "lifetime_value_total": asdict(Estimate(5_000.0, 4_000.0, 6_000.0, 80)),
    }
    assessed_again(
        slug,
        figures={**known.figures, **totals},
        cards=[*cards, rule, told],
        models=[asdict(account)] if account else [],
        frames=frames,
    )


def test_contracts_stand_by_tenure_beside_three_models(demo):
    with_contracts(demo, ACCOUNT, tables())
    app = opened("early_warning", tab="retention")
    words = plainly(app)
    assert address(app)["tab"] == "retention"
    assert "1.0% leave a month in their first year, and 2.0% a month later on" in words
    assert "own chance to leave rises with tenure" in words
    assert "A retention rate that rises with tenure is therefore no proof that loyalty grows" in words
    drawn = {trace["name"] for trace in traces(app, 0)}
    assert drawn == {
        "Seen",
        "Mixing alone (sBG)",
        "Own change too (BdW)",
        "Chance to leave, customer by customer",
    }
    cohorts, parameters = (table.value for table in app.dataframe)
    assert [one.split()[-2:] for one in cohorts["cohort"]] == [["2026", "Q2"], ["2023", "Q1"]]
    assert parameters["Alpha"].tolist() == ["1.00 ± 0.20", "2.00 ± 0.50"]
    shown = metrics(app)
    assert shown["Period value: next 12 months"] == "€1,000"
    assert shown["Lifetime value: ten years"] == "€5,000"
    assert "€4,000 to €6,000" in words
    # The account of both models stands among the others, with what they must not be used for.
    account = plainly(opened("early_warning", tab="model"))
    assert "telling single customers apart" in account


def test_too_few_contracts_say_what_is_needed(demo):
    few = too_little("contract_retention", Gate("bound_customers", 40, 100), Gate("ends", 3, 30))
    with_contracts(demo, few, {})
    words = plainly(opened("early_warning", tab="retention"))
    assert "too little: 40 contract customers with a known start (100 needed)" in words
    assert "too little: 3 who have left (30 needed)" in words


def test_an_assessment_from_before_the_view_says_what_to_do(demo):
    with_contracts(demo, None, {})
    app = opened("early_warning", tab="retention")
    assert "This assessment is older than this view" in [header.value for header in app.header]


def test_without_contracts_the_model_that_counts_the_churned_is_named(demo):
    words = plainly(opened("early_warning", tab="retention"))
    assert "By the model of purchases (MBG/NBD)" in words
    assert "Period value and lifetime value side by side" in words
    assert "Did an earlier forecast hold?" in words


def test_where_leaving_cannot_be_told_nothing_says_0_percent(demo):
    made = assessments.assessments(OWNER, demo)[0]
    known = assessments.header(OWNER, demo, made.assessment_id)
    people = assessments.assessment_frame(OWNER, demo, made.assessment_id)
    unknown = asdict(Estimate(math.nan, n=len(people)))
    facts = {"variant": "flat", "customers": 300, "repeat_buyers": 200, "horizon_months": 12}
    card = {"name": "value_to_come", "status": "ok", "facts": facts}
    assessed_again(
        demo,
        customers=people.assign(alive_probability=math.nan, lifetime_value=math.nan),
        figures={**known.figures, "alive_customers": unknown, "lifetime_value_total": unknown},
        cards=[*(one for one in known.cards if one["name"] != "value_to_come"), card],
    )
    app = opened("early_warning", tab="retention")
    shown = metrics(app)
    assert shown["Still customers, by MBG/NBD"] == shown["Lifetime value: ten years"] == "–"
    assert shown["One-time buyers still customers"] == "–"
    assert "no chance of still being a customer" in plainly(app)


def test_it_speaks_chinese(demo):
    with_contracts(demo, ACCOUNT, tables())
    words = plainly(opened("early_warning", tab="retention", lang="zh"))
    assert "客户自己的离开概率随在网时间上升" in words
    assert "期间价值与终身价值并列" in words
