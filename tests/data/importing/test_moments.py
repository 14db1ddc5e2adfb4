"""Is a cell's moment the local time that stands there, whatever the spelling?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importing.moments import moment_texts, moments

FIRST, LAST = dt.datetime.fromisoformat("1900-01-01"), dt.datetime.fromisoformat("2100-12-31")


def read(*cells: str, order: str = "dmy"):
    return moments(moment_texts(pa.array(cells).dictionary_encode()), order)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2010-01-13 08:40:25+00:00", "2010-01-13T08:40:25"),
        ("2010-01-13T08:40:25.123Z", "2010-01-13T08:40:25.123"),
        ("13/02/2010 8:40 PM", "2010-02-13T20:40:00"),
        ("1/2/2010 12:00 AM", "2010-02-01T00:00:00"),
        ("20240115 08:40", "2024-01-15T08:40:00"),
        ("2024年1月15日 下午3:05", "2024-01-15T15:05:00"),
        ("2024年1月15日15时4分5秒", "2024-01-15T15:04:05"),
        ("2024-01-15 下午 15:04", "2024-01-15T15:04:00"),
        ("2024-01-15", "2024-01-15T00:00:00"),
    ],
)
def test_a_moment_is_the_time_as_it_is_written(cell, moment):
    assert read(cell).moments.tolist() == [np.datetime64(moment, "us").item()]


def test_an_offset_is_dropped_and_said_never_converted():
    found = read("2010-01-13 23:40:25+02:00", "2010-01-13 23:40:25")
    assert (found.moments[0] == found.moments[1], found.with_zone.tolist()) == (True, [True, False])


def test_cells_that_are_no_moment_are_told_apart():
    found = read("", "2024-02-31 10:00", "2024-01-15 25:10", "soon", "2024-01-15")
    assert found.is_missing.tolist() == [True, False, False, False, False]
    assert found.is_impossible.tolist() == [False, True, True, False, False]
    assert np.isnat(found.moments).tolist() == [True, True, True, True, False]
    assert found.is_without_time.tolist() == [False, False, False, False, True]


@settings(max_examples=200)
@given(st.datetimes(min_value=FIRST, max_value=LAST))
def test_writing_and_reading_a_moment_gives_it_back(moment):
    whole = moment.replace(microsecond=0)
    assert read(whole.isoformat(" ")).moments.tolist() == [whole]
    assert read(whole.strftime("%d.%m.%Y %H:%M:%S")).moments.tolist() == [whole]
