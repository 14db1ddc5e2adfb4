"""Is a complaint's time measured to its first resolve?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engine.complaints.durations import handling_durations
from engine.errors import ContractBrokenError

# K1: acknowledged after half a day, resolved after 2 days and again after 5, closed after 20.
EVENTS = pd.DataFrame(
    [
        ("K1", "2025-03-21", "closed"),
        ("K1", "2025-03-01", None),
        ("K1", "2025-03-06", "resolved"),
        ("K1", "2025-03-03", "resolved"),
        ("K1", "2025-03-04", "reopened"),
        ("K1", "2025-03-01 12:00", "acknowledged"),
        ("K2", "2025-03-02", "received"),
    ],
    columns=["complaint_id", "at", "state"],
).assign(at=lambda events: pd.to_datetime(events["at"], format="ISO8601"))


def test_durations_by_hand():
    found = handling_durations(EVENTS)
    first = found.loc["K1"]
    assert (first["acknowledge_days"], first["resolve_days"], first["close_days"]) == (0.5, 2.0, 20.0)
    assert (first["resolved_times"], first["reopened_times"]) == (2, 1)


def test_what_has_not_happened_is_undefined_never_zero():
    waiting = handling_durations(EVENTS).loc["K2"]
    assert np.isnan([waiting["acknowledge_days"], waiting["resolve_days"], waiting["close_days"]]).all()
    assert (waiting["resolved_times"], waiting["reopened_times"]) == (0, 0)


def test_the_clock_begins_at_a_known_opening():
    opened = pd.Series({"K1": pd.Timestamp("2025-02-28"), "K3": pd.Timestamp("2025-03-01")})
    found = handling_durations(EVENTS, opened)
    assert found.loc["K1", "resolve_days"] == 3.0
    assert found.loc["K2", "opened_at"] == pd.Timestamp("2025-03-02")
    assert np.isnan(found.loc["K3", "resolve_days"])


def test_a_later_event_never_shortens_a_duration():
    later = pd.concat([EVENTS, EVENTS.iloc[[3]].assign(at=pd.Timestamp("2025-04-01"))])
    assert handling_durations(later).loc["K1", "resolve_days"] == 2.0


def test_missing_columns_are_named():
    with pytest.raises(ContractBrokenError) as error:
        handling_durations(EVENTS.drop(columns="state"))
    assert error.value.parameters == {"table": "events", "columns": "state"}
