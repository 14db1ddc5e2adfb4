"""When is one table of one day all that is known, what stands in it, and what do leavers have in common?"""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine.churn.accuracy import accuracy
from engine.churn.one_day_table import one_day_table
from engine.churn.snapshot import cross_fitted, fit_snapshot, line_of
from engine.churn.traits_of_leavers import traits_of_leavers
from engine.contracts import Relations
from tests.engine.churn.one_day_company import DAY, one_day_rows, one_day_tables


@pytest.fixture(scope="module")
def rows():
    return one_day_rows(600)


def test_the_table_is_recognised_with_who_left(rows):
    found = one_day_table(one_day_tables(rows), DAY)
    assert found.day == DAY
    assert found.left.sum() == rows["left"].sum()
    assert found.features.index.tolist() == rows["customer_id"].tolist()
    assert list(found.features) == ["contract_tenure_months", "fee_per_month", "tariff", "attribute: town"]
    assert found.features["fee_per_month"].tolist() == rows["fee"].tolist()


def test_before_its_day_there_is_no_table(rows):
    assert one_day_table(one_day_tables(rows), DAY - dt.timedelta(days=1)) is None


def test_dated_exits_are_no_table(rows):
    tables = one_day_tables(rows)
    tables.relations.exits["is_day_estimated"] = 0.0
    assert one_day_table(tables, DAY) is None


def test_what_was_noted_later_stays_out(rows):
    """Only those who stayed can have it, so it would tell who left."""
    late = pd.Timestamp(DAY) + pd.Timedelta(days=20)
    tables = one_day_tables(rows)
    before = one_day_table(tables, DAY).features
    relations = tables.relations
    since = relations.attributes[: len(rows) // 2].assign(known_on=late, value="Elsewhere")
    frames = {name: getattr(relations, name) for name in ("contracts", "exits")}
    later = Relations.from_frames(**frames, attributes=pd.concat([relations.attributes, since]))
    found = one_day_table(
        type(tables)(tables.transactions, tables.customers, tables.execute, later), late.date()
    )
    pd.testing.assert_frame_equal(found.features, before)


def test_nobody_is_scored_by_who_knew_their_end(rows):
    """By law: were a customer's own end the other, their chance would be the same to the last digit."""
    table = one_day_table(one_day_tables(rows[:400]), DAY)
    found = fit_snapshot(table.features, table.left, np.random.default_rng(1))
    other = table.left.copy()
    other[7] = not other[7]
    one, two = (
        cross_fitted(found, table.features, left, np.random.default_rng(3)).chance.value
        for left in (table.left, other)
    )
    assert one[7] == two[7]
    assert (one != two).mean() > 0.7


def test_texts_that_nobody_had_seen_are_counted(rows):
    table = one_day_table(one_day_tables(rows[:400]), DAY)
    found = fit_snapshot(table.features, table.left, np.random.default_rng(1))
    odd = table.features.assign(**{"attribute: town": ["Nowhere", *table.features["attribute: town"][1:]]})
    assert cross_fitted(found, odd, table.left, np.random.default_rng(3)).new_texts == 1


def test_traits_by_hand():
    """Of 60 in Here 30 left, of 60 in There 6; a number of four values in equal parts says nothing."""
    left = np.array([True] * 30 + [False] * 30 + [True] * 6 + [False] * 54)
    number = np.tile([1.0, 2.0, 3.0], 40)
    frame = pd.DataFrame({"number": number, "town": ["Here"] * 60 + ["There"] * 60})
    found = traits_of_leavers(frame, left)
    assert found["column"].tolist() == ["town", "town", "number", "number", "number"]
    assert found[["text", "customers", "left"]].head(2).to_numpy().tolist() == [
        ["Here", 60, 30],
        ["There", 60, 6],
    ]
    assert found["low"].tolist()[2:] == found["high"].tolist()[2:] == [1.0, 2.0, 3.0]
    assert found["left"][2:].sum() == 36
    assert (found["share_low"] < found["left"] / found["customers"]).all()


def test_many_numbers_stand_in_quarters():
    left = np.arange(400) % 2 == 0
    found = traits_of_leavers(pd.DataFrame({"age": np.arange(400.0)}), left)
    assert found["customers"].tolist() == [100, 100, 100, 100]
    assert found["low"].tolist() == [0.0, 100.0, 200.0, 300.0]
    assert found["high"].tolist() == [99.0, 199.0, 299.0, 399.0]


def test_a_likeness_is_drawn_to_the_line_of_those_held_out_by_hand(rows):
    """A line of logit + log 2 doubles everybody's odds; those held out, whose line it is, don't judge it."""
    table = one_day_table(one_day_tables(rows[:400]), DAY)
    found = fit_snapshot(table.features, table.left, np.random.default_rng(1))
    once = cross_fitted(found, table.features, table.left, np.random.default_rng(3))
    line = replace(found, line=(float(np.log(2.0)), 1.0))
    twice = cross_fitted(line, table.features, table.left, np.random.default_rng(3))
    odds = [one.chance.value / (1.0 - one.chance.value) for one in (once, twice)]
    assert odds[1] == pytest.approx(2.0 * odds[0])
    assert not once.corrected.figures
    assert twice.corrected.figures["calibration_slope"].n == found.learned_from.sum()


def test_only_chances_that_were_off_beyond_chance_are_drawn_to_a_line():
    rng = np.random.default_rng(4)
    true = rng.uniform(0.05, 0.6, 3_000)
    left = rng.random(3_000) < true
    assert line_of(accuracy(true, left), true, left) == (0.0, 1.0)
    odds = (true / (1.0 - true)) ** 2.0
    bold = odds / (1.0 + odds)
    intercept, slope = line_of(accuracy(bold, left), bold, left)
    assert (intercept, slope) == (pytest.approx(0.0, abs=0.15), pytest.approx(0.5, abs=0.05))
