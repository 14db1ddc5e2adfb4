"""Is a step given the state that its name means, and no other?"""

from __future__ import annotations

import pytest

from data.errors import DataError
from data.importing.complaint_states import STATES, suggested_state, suggested_states, with_answer


@pytest.mark.parametrize(
    ("activity", "state"),
    [
        ("Insert ticket", "received"),
        ("受理投诉", "received"),
        ("Take in charge ticket", "acknowledged"),
        ("处理中", "investigating"),
        ("Remedy offered", "remedy_offered"),
        ("Resolve ticket", "resolved"),
        ("RESOLVED", "resolved"),
        ("已解决", "resolved"),
        ("follow-up", "followed_up"),
        ("回访", "followed_up"),
        ("Closed", "closed"),
        ("投诉结案", "closed"),
        ("Re-open case", "reopened"),
        ("Resolve SW anomaly", None),
        ("Wait", None),
        ("unresolved", None),
    ],
)
def test_a_name_means_its_state_or_none(activity, state):
    assert suggested_state(activity) == state


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_called_by_its_own_name(state):
    assert suggested_state(state) == state


def test_a_bare_status_beside_a_case_is_the_status_of_something_else():
    assert suggested_states(["Resolve ticket", "RESOLVED", "Closed"]) == {
        "Resolve ticket": "resolved",
        "RESOLVED": None,
        "Closed": "closed",
    }
    assert suggested_states(["RESOLVED", "Closed"]) == {"RESOLVED": "resolved", "Closed": "closed"}


def test_the_user_has_the_last_word():
    found = {"Wait": None, "Done": None, "Closed": "closed"}
    assert with_answer(found, "Done=resolved; Closed=") == {"Wait": None, "Done": "resolved", "Closed": None}
    with pytest.raises(DataError) as error:
        with_answer(found, "Done=finished")
    assert (error.value.message_id, error.value.parameters["answer"]) == (
        "voices.not_a_state",
        "Done=finished",
    )
