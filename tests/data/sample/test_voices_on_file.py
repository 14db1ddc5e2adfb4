"""What both sample companies have on file of what customers say, and what the hotel group did for them."""

import numpy as np
import pandas as pd
import pytest

from data.sample.complaint_steps import STEPS
from data.sample.hotel_group import HotelGroup
from data.sample.questionnaire import COSTS, DIMENSIONS, LOYALTY_ITEMS, VALUES
from data.sample.telephone_company import TelephoneCompany

LAST_MOMENT = pd.Timestamp("2026-10-31 23:59")
Company = HotelGroup | TelephoneCompany


@pytest.fixture(params=["group", "company"])
def either(request: pytest.FixtureRequest) -> Company:
    found: Company = request.getfixturevalue(request.param)
    return found


def test_every_question_measures_one_thing_on_one_scale(either: Company) -> None:
    questions = either.answers[["Question code", "Question", "Measures", "Scale from", "Scale to"]]
    each = questions.drop_duplicates()
    assert each["Question code"].is_unique
    assert set(each["Measures"]) == {
        *DIMENSIONS, "satisfaction", "experience", "recommendation", "effort",
        *(f"value_{name}" for name in VALUES), *(f"cost_{name}" for name in COSTS),
        *(item.role for item in LOYALTY_ITEMS),
    }  # fmt: skip
    assert not either.answers[["Questionnaire no.", "Question code"]].duplicated().any()


def test_scores_lie_on_their_scale_or_say_not_applicable_below_it(either: Company) -> None:
    answers = either.answers.dropna(subset=["Score"])
    inside = answers["Score"].between(answers["Scale from"], answers["Scale to"])
    off = answers[~inside]
    assert set(off["Score"]) == {0.0}
    assert (off["Scale from"] == 1).all()
    assert 0.005 < len(off) / len(answers) < 0.05
    left_out = either.answers["Score"].isna().mean()
    assert 0.02 < left_out < 0.05


def test_expectation_and_perception_are_asked_together(either: Company) -> None:
    answers = either.answers
    paired = answers["Measures"].isin([*DIMENSIONS, "experience"])
    assert answers.loc[~paired, "Expected"].isna().all()
    assert answers.loc[paired, "Expected"].notna().equals(answers.loc[paired, "Score"].notna())
    dimension = answers[answers["Measures"].isin(DIMENSIONS)].dropna(subset=["Expected"])
    assert dimension["Expected"].between(1, 7).all()


def test_points_of_importance_add_up_to_a_hundred(either: Company) -> None:
    points = either.answers.dropna(subset=["Importance"])
    assert (points.groupby("Questionnaire no.")["Importance"].sum() == 100).all()
    assert set(points["Measures"]) == set(DIMENSIONS)


def test_some_answers_are_anonymous_and_some_have_words_in_both_languages(either: Company) -> None:
    each = either.answers.drop_duplicates("Questionnaire no.")
    assert 0.07 < (each["Customer no."] == "").mean() < 0.13
    words = either.answers.loc[either.answers["Comment"] != "", "Comment"]
    chinese = words.str.contains("[一-鿿]").mean()
    assert 0.1 < chinese < 0.6
    assert 0.08 < len(words) / len(each) < 0.35


def test_those_who_are_cross_write_more_often(either: Company) -> None:
    overall = either.answers[either.answers["Measures"] == "satisfaction"].dropna(subset=["Score"])
    writes = (overall["Comment"] != "").groupby(overall["Score"] <= 3).mean()
    assert writes[True] > 1.3 * writes[False]


def test_more_are_asked_than_answer(either: Company) -> None:
    asked = either.contacts[either.contacts["Purpose"] == "survey invitation"]
    rate = (asked["Result"] == "answered").mean()
    assert 0.18 < rate < 0.42
    answered = either.answers["Questionnaire no."].nunique()
    assert 0 <= answered - (asked["Result"] == "answered").sum() <= 0.01 * answered


def test_complaints_go_through_their_steps_in_order(either: Company) -> None:
    events = either.complaint_events
    opened = either.complaints.set_index("Complaint no.")["Opened at"]
    assert set(events["Complaint no."]) == set(opened.index)
    assert set(events["Activity"]) == set(STEPS)
    by_time = events.groupby("Complaint no.")["Event time"]
    assert by_time.diff().dropna().min() >= pd.Timedelta(0)
    assert (by_time.min() == opened.reindex(by_time.min().index)).all()
    firsts = events.groupby("Complaint no.")["Activity"].first()
    assert set(firsts) == {"received"}
    closed = events["Activity"] == "closed"
    assert (events.loc[closed, "Handled by"] == "system").all()
    assert events["Event time"].max() <= LAST_MOMENT
    # What is closed was the last step; the newest complaints are still open.
    lasts = events.groupby("Complaint no.")["Activity"].last()
    assert 0.9 < (lasts == "closed").mean() < 1.0


def test_resolving_is_sooner_than_the_automatic_closing(either: Company) -> None:
    times = either.complaint_events.pivot_table(
        index="Complaint no.", columns="Activity", values="Event time", aggfunc="min"
    )
    assert (times["closed"] - times["resolved"]).dropna().min() >= pd.Timedelta(days=5)
    assert (times["acknowledged"] <= times["resolved"]).loc[times["resolved"].notna()].all()
    reopened = times["reopened"].notna().mean()
    assert 0.03 < reopened < 0.35


def test_urgent_complaints_are_acknowledged_and_resolved_sooner(either: Company) -> None:
    times = either.complaint_events.pivot_table(
        index="Complaint no.", columns="Activity", values="Event time", aggfunc="min"
    )
    complaints = either.complaints.set_index("Complaint no.")
    # Most complaints of guests are settled at once, whatever their priority: look at those that aren't.
    for step, from_hours in {"acknowledged": 0, "resolved": 100}.items():
        hours = (times[step] - times["received"]).dt.total_seconds() / 3600.0
        waited = hours[hours >= from_hours]
        medians = waited.groupby(complaints["Priority"].reindex(waited.index)).median()
        assert medians["high"] < medians["medium"] < medians["low"], step


def test_complaints_have_words_in_both_languages_and_some_no_cause(either: Company) -> None:
    chinese = either.complaints["Complaint text"].str.contains("[一-鿿]").mean()
    assert 0.15 < chinese < 0.6
    assert 0.05 < (either.complaints["Cause"] == "").mean() < 0.2


def test_hotel_files_hold_nothing_of_the_truth(group: HotelGroup) -> None:
    assert list(group.complaints) == [
        "Complaint no.", "Customer no.", "Opened at", "House", "Channel", "Cause", "Priority",
        "Complaint text", "Amount claimed",
    ]  # fmt: skip
    assert list(group.rescues) == [
        "Offer no.", "Customer no.", "Offer date", "Measure", "Control group", "Cost", "Responded",
        "Accepted", "Outcome", "Revenue in six months",
    ]  # fmt: skip
    assert list(group.contacts) == [
        "Contact no.", "Customer no.", "Contact date", "Channel", "Purpose", "Stage", "Cost", "Result",
        "Spoken by", "Promised",
    ]  # fmt: skip


def test_guests_answers_follow_the_true_satisfaction(group: HotelGroup) -> None:
    truth = group.truth.surveys
    numbers = [f"Q{number:05d}" for number in range(1, len(truth) + 1)]
    felt = pd.Series(truth["true_satisfaction"].to_numpy(), index=numbers)
    answers = group.answers.set_index("Questionnaire no.")
    for measures, column in {
        "satisfaction": "csat",
        "recommendation": "nps",
        "reliability": "reliability_p",
    }.items():
        given = answers.loc[answers["Measures"] == measures, "Score"].dropna()
        ticked = given[given > 0] if column != "nps" else given
        true = pd.Series(truth[column].to_numpy(), index=numbers).reindex(ticked.index)
        assert (ticked == true).all(), measures
        assert np.corrcoef(ticked, felt.reindex(ticked.index))[0, 1] > 0.4, measures
    gains = answers[answers["Measures"].str.startswith("value_") & (answers["Score"] > 0)]
    by_head = gains["Score"].groupby(level=0).mean()
    assert np.corrcoef(by_head, felt.reindex(by_head.index))[0, 1] > 0.5


def test_guests_complaints_are_those_that_were_truly_made(group: HotelGroup) -> None:
    noted, truth = group.complaints, group.truth.complaints
    assert (noted["Customer no."] == truth["customer_id"]).all()
    assert (noted["Opened at"].dt.normalize() == truth["day"]).all()
    named = noted["Cause"] != ""
    assert (noted.loc[named, "Cause"] == truth.loc[named, "factor"]).all()


def test_trials_with_guests_have_their_hold_outs_and_what_came_of_them(group: HotelGroup) -> None:
    noted, truth = group.rescues, group.truth.measures.reset_index(drop=True)
    control = noted["Control group"] == "yes"
    assert (control == truth["held_out"]).all()
    assert 0.20 < control.mean() < 0.30
    assert (noted.loc[control, "Cost"] == 0).all()
    known = noted["Outcome"] != ""
    assert (known == (noted["Offer date"] <= "2026-05-01")).all()
    books = group.transactions
    first = noted[known].iloc[0]
    end = first["Offer date"] + pd.DateOffset(months=6)
    own = books[(books["customer_id"] == first["Customer no."]) & (books["day"] >= first["Offer date"])]
    assert own.loc[own["day"] < end, "amount"].sum() == pytest.approx(first["Revenue in six months"])


def test_care_for_guests_is_before_and_after_the_stay(group: HotelGroup) -> None:
    contacts = group.contacts
    assert set(contacts["Purpose"]) == {
        "survey invitation", "welcome call", "season's greetings", "account visit",
        "follow-up after complaint",
    }  # fmt: skip
    assert set(contacts["Customer no."]) <= set(group.customers["customer_id"])
    calls = contacts[contacts["Purpose"] == "follow-up after complaint"]
    events = group.complaint_events
    assert len(calls) == (events["Activity"] == "followed up").sum()


def test_promises_are_noted_and_whoever_was_promised_an_upgrade_expects_more_and_finds_less(
    group: HotelGroup,
) -> None:
    noted = group.contacts[group.contacts["Promised"] != ""]
    assert set(noted["Purpose"]) == {"season's greetings", "account visit", "welcome call"}
    assert (noted["Spoken by"] != "").all()
    assert not (noted["Result"] == "not reached").any()
    whole = group.answers[group.answers["Measures"] == "experience"].dropna(subset=["Score", "Expected"])
    each = pd.merge_asof(
        whole.sort_values("Answer date", kind="stable"),
        noted[["Customer no.", "Contact date", "Promised"]],
        left_on="Answer date",
        right_on="Contact date",
        by="Customer no.",
        tolerance=pd.Timedelta(days=180),
    ).fillna({"Promised": "nothing"})
    each["gap"] = each["Score"] - each["Expected"]
    expected, gap = (each.groupby("Promised")[name].mean() for name in ("Expected", "gap"))
    assert set(gap.index) == {"Room upgrade", "Quiet room", "The rate of last year", "nothing"}
    assert expected.idxmax() == gap.idxmin() == "Room upgrade"
    assert gap["Room upgrade"] < gap["nothing"] - 0.5 < gap["Quiet room"] - 0.8


def test_complaints_are_told_in_many_words(either: Company) -> None:
    said = either.complaints["Complaint text"]
    assert said.nunique() > 0.85 * len(said)
    assert not said.str.contains("{", regex=False).any()
