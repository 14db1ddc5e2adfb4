"""Do the words say which assumption turns the decision, and no more than was tried?"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.assumption_words import Tried, amount, name, origin, source_words
from dashboard.presenters.complaint_cost import complaint_cost_view
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.sensitivity import sensitivity_view
from engine.estimate import Estimate
from engine.simulation.complaint_cost import ComplaintCost
from engine.simulation.parameters import PARAMETERS
from engine.simulation.sensitivity import Sensitivity, TippingPoint

READER = Reader(Texts("en"), Formats("en", "EUR"))
GROUNDS = Grounds(dt.date(2026, 10, 31), "margin", READER)
SUCCESS = "retention.measures.0.success_probability"
LASTING = "retention.measures.0.lasting_months"
ORIGINS = {
    SUCCESS: {"origin": "source", "source": "A study (2010)", "cases": None},
    LASTING: {"origin": "assumed", "source": "", "cases": None},
    "warning.auc": {"origin": "measured", "source": "", "cases": 1200},
}
TRIED = Tried(5_000, 5_000.0, 36, 8, {"bindings.0": "points"}, ORIGINS)
NET = Estimate(1000.0, 800.0, 1200.0, 8)
BAR = {
    "path": SUCCESS, "now": 0.3, "low_value": 0.15, "at_low": -100.0, "at_low_low": -150.0,
    "at_low_high": -50.0, "high_value": 0.45, "at_high": 2000.0, "at_high_low": 1900.0,
    "at_high_high": 2100.0, "swing": 2100.0, "changes_decision": True,
}  # fmt: skip
TURNS = TippingPoint(SUCCESS, 0.3, 0.12, NET, 0.0, 1.0, 0.1, 0.14)
NEVER = TippingPoint("discount_rate_per_year", 0.1, math.nan, NET, 0.0, 0.4)
FOUND = Sensitivity(NET, pd.DataFrame([BAR]), (TURNS, NEVER), 15, 70.0)


def test_the_headline_names_what_would_turn_the_decision():
    view = sensitivity_view(FOUND, TRIED, GROUNDS)
    assert view.headline == (
        "The scenario brings €1,000 more than going on as now, "
        "unless “Chance of success (offer)” is 12% instead of 30%, or less"
    )
    assert view.caption == "5,000 customers over 36 months, 8 replications of each trial under the same luck."
    assert [one.value for one in view.figures] == ["€1,000", "€2,100", "12%"]
    assert view.others == (
        "15 more assumptions were tried with one replication; each moves the answer by €70.00 at most."
    )


def test_how_wrong_it_would_have_to_be_is_a_sentence():
    turns, never = sensitivity_view(FOUND, TRIED, GROUNDS).tips
    assert turns.sentence == (
        "now 30%. The scenario would still pay if this were half as high; below 12% it would not. "
        "(95% interval 10% to 14%)"
    )
    assert never.sentence == "now 10%. From 0% to 40% the scenario always pays: it never changes."
    assert (turns.is_turning, never.is_turning) == (True, False)


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (replace(TURNS, value=0.2), "The scenario pays down to 20%; below that it would not."),
        (replace(TURNS, value=0.5), "The scenario pays up to 50%; above that it would not."),
        (replace(TURNS, value=0.7), "if this were twice as high; above 70% it would not."),
        (TippingPoint(LASTING, 6.0, 4.0, NET), "At 4 months or less the scenario would no longer pay."),
        (replace(TURNS, difference=Estimate(-5.0, -9.0, -1.0)), "only below 12%."),
        (
            TippingPoint(LASTING, 6.0, 9.0, Estimate(-5.0, -9.0, -1.0)),
            "At 9 months or more the scenario would",
        ),
    ],
)
def test_each_way_to_turn_has_its_words(point, words):
    view = sensitivity_view(replace(FOUND, tipping=(point,)), TRIED, GROUNDS)
    assert words in view.tips[0].sentence


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (replace(FOUND, tipping=(NEVER,)), "none of the 1 strongest assumptions alone turns that round"),
        (replace(FOUND, difference=Estimate(10.0, -90.0, 110.0), tipping=()), "Too close to call"),
        (replace(FOUND, strongest=FOUND.strongest.assign(swing=0.0)), "this scenario changes nothing"),
        (
            replace(FOUND, difference=Estimate(-900.0, -950.0, -850.0)),
            "brings €900 less than going on as now",
        ),
    ],
)
def test_the_headline_says_no_more_than_was_found(found, words):
    assert words in sensitivity_view(found, TRIED, GROUNDS).headline


def test_the_nearest_turning_point_is_the_fewest_times_away():
    half = TippingPoint(LASTING, 6.0, 3.0, NET)
    tenth = replace(TURNS, value=0.03)
    view = sensitivity_view(replace(FOUND, tipping=(tenth, half, NEVER)), TRIED, GROUNDS)
    assert view.figures[2].value == "3 months"


def test_an_open_answer_has_nothing_to_turn():
    view = sensitivity_view(
        replace(FOUND, difference=Estimate(10.0, -90.0, 110.0), tipping=()), TRIED, GROUNDS
    )
    assert view.tips_note.startswith("The gain's interval holds zero")
    assert view.figures[2].missing.startswith("there is no decision yet")


def test_where_nothing_makes_a_difference_there_is_no_picture():
    twin = replace(FOUND, difference=Estimate(0.0, 0.0, 0.0), strongest=FOUND.strongest.assign(swing=0.0))
    view = sensitivity_view(replace(twin, tipping=()), TRIED, GROUNDS)
    assert view.bars.empty
    assert view.others == ""
    assert view.figures[1].value == "–"
    assert view.tips_note.startswith("Everything that was tried gives the same answer")


def test_the_list_has_value_range_result_and_origin():
    row = sensitivity_view(FOUND, TRIED, GROUNDS).table.iloc[0].tolist()
    assert row[:4] == [
        "Chance of success (offer)", "30%", "From a published source: A study (2010)", "15%",
    ]  # fmt: skip
    assert row[4] == "-€100 (-€150 to -€50.00)"


def test_values_are_written_with_their_units():
    assert amount("failures.late_factor", 1.5, READER) == "1.50 times"
    assert amount("bindings.0.hazard_factor", 0.975, READER) == "0.975 times"
    assert amount(LASTING, 6.0, READER) == "6 months"
    assert amount(LASTING, 1.0, READER) == "1 month"
    assert amount("complaints.mean_claim", 65.8, READER) == "€65.80"
    assert amount("complaints.inquiry_days", 1.78, READER) == "1.8 days"
    assert name("bindings.0.joining_share", TRIED.kinds, READER) == "Share who join (points)"
    assert origin("warning.auc", ORIGINS, READER) == "Measured in your data: 1,200 cases"
    assert origin(LASTING, ORIGINS, READER).startswith("The simulator's own assumption")


def test_a_sample_is_told_as_one():
    told = replace(TRIED, rows=4_980, customers=41_202.0).told(READER)
    assert told.startswith("A sample of 4,980 stands for all 41,202 customers")


COST = ComplaintCost(
    total=Estimate(120.0, 100.0, 140.0, 10),
    direct=Estimate(70.0, 60.0, 80.0, 10),
    talk=Estimate(50.0, 40.0, 60.0, 10),
    saved=Estimate(58.0, 55.0, 61.0, 10),
    complaints=Estimate(250.0),
    unanswered=Estimate(0.0),
    of_tier={"platinum": Estimate(90.0, 14.0, 166.0), "gold": Estimate(math.nan)},
    assumptions={"failures.late_factor": 1.5, "talk.told_by_leaver": 9.0},
)


def test_what_a_complaint_costs_in_a_sentence():
    view = complaint_cost_view(COST, pd.DataFrame([BAR]), TRIED, GROUNDS)
    assert view.headline == (
        "One unanswered complaint costs €120 (€100 to €140): €70.00 of the customer's own margin, "
        "€50.00 by what others hear"
    )
    assert "cost less than €120 together" in view.caption
    assert "as things go all of them get an answer" in view.caption
    direct, talk = view.figures[1].explanation, view.figures[2].explanation
    assert [one for one, _ in direct.inputs] == ["Risk of leaving after a late answer"]
    assert [one for one, _ in talk.inputs] == ["People told by a disappointed leaver"]
    tiers = view.tiers.to_numpy().tolist()
    assert tiers[0] == ["Platinum", "€90.00", "€14.00 to €166"]
    assert tiers[1] == ["Gold", "–", "not enough complaints of theirs in the simulation"]


def test_unanswered_complaints_are_summed_and_an_open_cost_says_so():
    some = replace(COST, unanswered=Estimate(20.0), total=Estimate(30.0, -10.0, 70.0, 10))
    view = complaint_cost_view(some, pd.DataFrame([BAR]), TRIED, GROUNDS)
    assert "20 of them get no answer, which costs €600 together" in view.caption
    assert view.headline.startswith("What one unanswered complaint costs can't be told apart from nothing")


def test_what_a_literature_says_is_told_in_both_languages_and_a_title_stays_as_it_is():
    chinese = Reader(Texts("zh_CN"), Formats("zh_CN", "EUR"))
    silent = PARAMETERS["failures.complaint_share"].source
    assert source_words(silent, READER) == "Complaint literature: about 5% of the dissatisfied complain"
    assert source_words(silent, chinese) == "客户投诉研究文献：不满意的客户中约5%会投诉"
    said = [source_words(one.source, chinese) for one in PARAMETERS.values()]
    assert [text for text in said if "simulation." in text] == []
    assert source_words("A study (2010)", chinese) == "A study (2010)"
    assert source_words("", chinese) == ""
