"""Do complaints and their steps find each other, whichever file comes first, and leave no trace undone?"""

from __future__ import annotations

import pytest

from data.importing.undo import undo_import
from data.viewer import OWNER
from tests.data.importing.voice_files import bring_in, causes, counts, stored

COMPLAINTS = """complaint_id,customer,received,resolved,closed,channel,cause,severity,words,claim
K1,A,2025-03-01 09:00,2025-03-03 09:00,2025-03-20,web,noise,high,Too loud,12.50
K2,,2025-03-02,2025-03-02 08:00,,phone,bill,low,,
K3,B,2025-03-05 10:00,2025-03-04 10:00,,web,desk,low,,
K4,B,2025-03-05 10:00,2025-03-09 10:00,2025-03-08,web,desk,low,,
K5,B,someday,,,web,desk,low,,
K1,A,2025-03-01 09:00,2025-03-03 09:00,2025-03-20,web,noise,high,Too loud,12.50
"""
EVENTS = """case id,activity,timestamp,resource,customer
K1,Take in charge ticket,2025-03-01 10:00:00+00:00,Ann,
K1,Resolve ticket,2025-02-28 10:00:00+00:00,Ann,
K9,Wait,2025-04-01 08:00:00+00:00,Bob,C
K9,Resolve ticket,2025-04-03 20:00:00+00:00,Bob,C
K9,,2025-04-03 21:00:00+00:00,Bob,C
,Closed,2025-04-04 08:00:00+00:00,Bob,C
"""
ALL = "SELECT complaint_id, customer_key, opened_at, channel, words, claim_minor FROM complaint ORDER BY 1"


@pytest.fixture
def files(tmp_path):
    return tmp_path / "complaints.csv", tmp_path / "events.csv"


def test_complaints_are_stored_with_the_steps_that_their_rows_tell(slug, files):
    report = bring_in(slug, files[0], "complaints", COMPLAINTS)
    assert (counts(report), report.new_customers) == ((6, 3, 2, 1), 2)
    found = causes(report)
    assert {
        name: found[name] for name in ("event_before_opening", "closed_before_resolved", "without_customer")
    } == {
        "event_before_opening": 1,
        "closed_before_resolved": 1,
        "without_customer": 1,
    }
    assert stored(slug, ALL)[:2] == [
        ("K1", 1, "2025-03-01 09:00:00.000000", "web", "Too loud", 1250),
        ("K2", None, "2025-03-02 00:00:00.000000", "phone", None, None),
    ]
    steps = "SELECT activity, state, at FROM complaint_event WHERE complaint_key = 1 ORDER BY at"
    assert stored(slug, steps) == [
        ("resolved", "resolved", "2025-03-03 09:00:00.000000"),
        ("closed", "closed", "2025-03-20 00:00:00.000000"),
    ]


def test_a_day_without_a_time_ends_no_complaint_before_its_start(slug, files):
    text = "complaint_id,received,resolved\nK1,2025-03-01 09:00,2025-03-01\nK2,2025-03-01 09:00,2025-02-28\n"
    assert counts(bring_in(slug, files[0], "complaints", text)) == (2, 1, 1, 0)


def test_steps_before_the_complaint_was_received_are_left_out(slug, files):
    bring_in(slug, files[0], "complaints", COMPLAINTS)
    report = bring_in(slug, files[1], "complaint_events", EVENTS)
    found = causes(report)
    assert counts(report) == (6, 3, 3, 0)
    assert (found["event_before_opening"], found["activity_missing"], found["complaint_missing"]) == (1, 1, 1)
    (left_out,) = [one for one in report.findings if one.cause == "event_before_opening"]
    assert [(one.line, one.value) for one in left_out.examples] == [(3, "2025-02-28 10:00:00+00:00")]


def test_a_step_of_an_unknown_complaint_makes_it(slug, files):
    report = bring_in(slug, files[1], "complaint_events", EVENTS)
    assert report.new_customers == 1
    assert stored(slug, ALL) == [
        ("K1", None, "2025-02-28 10:00:00.000000", None, None, None),
        ("K9", 1, "2025-04-01 08:00:00.000000", None, None, None),
    ]
    states = {
        one.cause: one.parameters["names"] for one in report.findings if one.cause.startswith("activities")
    }
    assert states == {
        "activities_with_state": (
            "Take in charge ticket → acknowledged, Resolve ticket → resolved, Closed → closed"
        ),
        "activities_without_state": "Wait",
    }


def test_the_file_of_complaints_fills_in_and_its_undo_empties_again(slug, files):
    first = bring_in(slug, files[1], "complaint_events", EVENTS)
    told = stored(slug, ALL)
    text = "complaint_id,customer,received,words\nK9,D,2025-03-30,Broken again\n"
    report = bring_in(slug, files[0], "complaints", text)
    assert ("K9", 2, "2025-03-30 00:00:00.000000", None, "Broken again", None) in stored(slug, ALL)
    undo_import(OWNER, slug, report.import_id)
    assert (stored(slug, ALL), stored(slug, "SELECT customer_id FROM customer")) == (told, [("C",)])
    undo_import(OWNER, slug, first.import_id)
    assert [
        stored(slug, f"SELECT count(*) FROM {name}") for name in ("complaint", "complaint_event", "customer")
    ] == [[(0,)]] * 3


def test_an_undo_of_steps_leaves_the_complaints_of_their_own_file(slug, files):
    bring_in(slug, files[0], "complaints", COMPLAINTS)
    before = stored(slug, ALL)
    report = bring_in(slug, files[1], "complaint_events", EVENTS)
    undo_import(OWNER, slug, report.import_id)
    assert stored(slug, ALL) == before


def test_earlier_steps_of_a_later_file_move_the_opening_until_undone(slug, files, tmp_path):
    bring_in(slug, files[1], "complaint_events", EVENTS)
    text = "case id,activity,timestamp\nK9,Insert ticket,2025-03-01 08:00\n"
    report = bring_in(slug, tmp_path / "earlier.csv", "complaint_events", text)
    opened = "SELECT opened_at FROM complaint WHERE complaint_id = 'K9'"
    assert stored(slug, opened) == [("2025-03-01 08:00:00.000000",)]
    undo_import(OWNER, slug, report.import_id)
    assert stored(slug, opened) == [("2025-04-01 08:00:00.000000",)]


def test_the_same_steps_and_complaints_in_another_file_are_there_already(slug, files, tmp_path):
    bring_in(slug, files[0], "complaints", COMPLAINTS)
    bring_in(slug, files[1], "complaint_events", EVENTS)
    steps = bring_in(
        slug, tmp_path / "e.csv", "complaint_events", EVENTS + "K9,Closed,2025-05-01 08:00:00+00:00,,\n"
    )
    assert counts(steps) == (7, 1, 3, 3)
    changed = COMPLAINTS.replace("K2,,2025-03-02,", "K2,,2025-03-01,")
    complaints = bring_in(slug, tmp_path / "c.csv", "complaints", changed)
    assert counts(complaints) == (6, 0, 2, 4)
    assert causes(complaints)["row_id_stored_differs"] == 1


def test_the_user_may_give_a_step_its_state(slug, files):
    bring_in(slug, files[1], "complaint_events", EVENTS, answers={"states": "Wait=investigating"})
    assert stored(slug, "SELECT state FROM complaint_event WHERE activity = 'Wait'") == [("investigating",)]


def test_complaints_without_ids_get_some_of_their_own(slug, tmp_path):
    text = "received,words\n2025-03-01,Loud\n2025-03-01,Loud\n"
    report = bring_in(slug, tmp_path / "c.csv", "complaints", text)
    assert (counts(report), causes(report)["equal_row"]) == ((2, 2, 0, 0), 1)
    assert stored(slug, "SELECT count(DISTINCT complaint_id) FROM complaint") == [(2,)]
