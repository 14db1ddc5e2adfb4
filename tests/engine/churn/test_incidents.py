"""What was told points at a factor, and how fresh it was: by hand, then laws."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from engine.churn.factors import FACTORS, factor_of_purpose
from engine.churn.incidents import Watched, incidents, lately, told
from engine.contracts import relation_frame

TODAY = np.datetime64("2026-07-31")
PRICE, RESPONSE = FACTORS.index("price"), FACTORS.index("response_to_failure")
TWO_MONTHS = 60.875


def rows(*days, kind="complaint", factor="price"):
    on = pd.to_datetime([TODAY - np.timedelta64(day, "D") for day in days])
    return pd.DataFrame({"customer": 7, "on": on, "kind": kind, "factor": factor, "about": None})


def watched(silence=0.0, gap=30.0):
    return Watched(np.array([7]), np.array([TODAY]), np.array([silence]), np.array([gap]))


def test_what_was_told_fades_by_half_in_two_months():
    assert told(rows(0), watched(), 0.02)[0, PRICE] == 1.0
    assert told(rows(61), watched(), 0.02)[0, PRICE] == pytest.approx(0.5 ** (61 / TWO_MONTHS))
    assert told(rows(400), watched(), 0.02)[0, PRICE] == 0.0


def test_a_contact_points_half_as_strongly_as_a_complaint_and_a_later_day_is_not_looked_at():
    assert told(rows(0, kind="contact"), watched(), 0.02)[0, PRICE] == 0.5
    assert told(rows(-1), watched(), 0.02).sum() == 0.0


def test_by_hand_the_chance_to_have_gone_silent():
    """Buying once a month, leaving with 2 % a month, silent for six: 1 - 1 / (1 + .02/1.02 (e^6.12 - 1))."""
    months = watched(silence=6 * 30.4375, gap=30.4375)
    assert months.gone(0.02)[0] == pytest.approx(1.0 - 1.0 / (1.0 + 0.02 / 1.02 * np.expm1(6.12)))
    assert watched(silence=0.0).gone(0.02)[0] == 0.0


def test_for_who_has_surely_gone_what_was_told_before_the_silence_is_as_fresh_as_it_was_then():
    year = watched(silence=300.0, gap=10.0)
    assert told(rows(300), year, 0.02)[0, PRICE] == pytest.approx(1.0)
    assert told(rows(361), year, 0.02)[0, PRICE] == pytest.approx(0.5 ** (61 / TWO_MONTHS), abs=1e-6)


def test_a_longer_silence_never_makes_staler_what_was_told_before_it():
    fresh = [told(rows(300), watched(silence), 0.02)[0, PRICE] for silence in (0.0, 60.0, 120.0, 300.0)]
    assert fresh == sorted(fresh)


def test_a_year_is_remembered_and_that_before_a_silence():
    assert len(lately(rows(300, 400), watched())) == 1
    assert len(lately(rows(300, 400, 600), watched(silence=100.0))) == 2


def test_under_a_contract_a_silence_says_nothing():
    features = pd.DataFrame({"silence_days": [200.0, 200.0], "own_gap_days": 20.0})
    found = Watched.of(features, np.array([1, 2]), TODAY, np.array([5.0, np.nan]))
    assert found.silence_days.tolist() == [0.0, 200.0]


def test_complaints_comments_and_contacts_become_incidents():
    def kind(name, **columns):
        frame = relation_frame(name, pd.DataFrame(columns))
        day = "opened_at" if name == "complaints" else "at" if name == "complaint_events" else "day"
        return frame.assign(customer=range(len(frame)), on=frame[day].dt.floor("D"))

    opened = pd.to_datetime(["2026-06-01", "2026-06-01", "2026-07-28"])
    steps = {"complaint_id": ["A", "B", "B", "C"], "state": ["received", "resolved", "reopened", "received"]}
    at = pd.to_datetime(["2026-06-01", "2026-06-03", "2026-06-05", "2026-07-28"])
    known = SimpleNamespace(
        as_of=dt.date(2026, 7, 31),
        rows={
            "complaints": kind("complaints", complaint_id=["A", "B", "C"], opened_at=opened,
                               cause=["price", None, "ethics"]),
            "complaint_events": kind("complaint_events", at=at, **steps),
            "survey_answers": kind("survey_answers", day=at[:2], cause=["inconvenience", None]),
            "contacts": kind("contacts", day=at[:2], purpose=["Fault report", "account visit"]),
        },
    )  # fmt: skip
    found = incidents(known)
    assert found["kind"].tolist() == ["complaint"] * 3 + ["long_wait", "reopened", "comment", "contact"]
    assert found["factor"].dropna().tolist() == [
        "price", "ethics", *["response_to_failure"] * 2, "inconvenience", "core_service_failure",
    ]  # fmt: skip
    waited = found[found["factor"] == "response_to_failure"]["on"]
    assert waited.dt.strftime("%m-%d").tolist() == ["06-08", "06-05"]
    assert found["about"].dropna().tolist() == ["Fault report"]


@pytest.mark.parametrize(
    ("purpose", "factor"),
    [
        ("Last payment reminder", "involuntary"),
        ("报修", "core_service_failure"),
        ("WiFi故障", "core_service_failure"),
        ("Billing question", "price"),
        ("arrival", None),
        ("default settings", None),
        ("season's greetings", None),
    ],
)
def test_the_purpose_of_a_contact_speaks_of_a_factor_by_its_words(purpose, factor):
    assert factor_of_purpose(purpose) == factor
