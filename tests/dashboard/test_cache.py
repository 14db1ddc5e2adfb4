"""Does everybody read the same frame, though nobody can change another's?"""

from __future__ import annotations

import ast
from collections.abc import Callable

import pandas as pd
import pytest

from dashboard import cache
from dashboard.cache import Key
from dashboard.usecases import assessed
from tests.source_tree import under

KEY = Key("hotel", data_version=3, assessment_id=7, role="owner")
FRAME = pd.DataFrame(
    {
        "customer_id": ["00123", "1E5", "NA"],
        "customer_key": [1, 2, 3],
        "value_tier": ["gold", None, "lead"],
        "current_value": [5.0, float("nan"), -1.0],
        "last_day": pd.to_datetime(["2024-01-01", None, "2024-03-01"]),
        "is_new": [True, False, False],
    }
)
CHANGES: dict[str, Callable[[pd.DataFrame], object]] = {
    "a column": lambda frame: frame.__setitem__("current_value", 0.0),
    "a new column": lambda frame: frame.insert(0, "seen", True),
    "a cell": lambda frame: frame.at.__setitem__((0, "customer_id"), "x"),
    "cells by place": lambda frame: frame.iloc.__setitem__((slice(None), 3), 9.0),
    "cells by label": lambda frame: frame.loc.__setitem__((0, "value_tier"), "iron"),
    "names": lambda frame: setattr(frame, "columns", list("abcdef")),
    "index": lambda frame: setattr(frame, "index", list("xyz")),
    "name of the index": lambda frame: setattr(frame.index, "name", "number"),
    "a column's cells": lambda frame: frame["is_new"].__setitem__(0, False),
    "texts below": lambda frame: frame["customer_id"].array.__setitem__(0, "x"),
}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, list[str] | None]]:
    """Count what is read instead of reading it."""
    done: list[tuple[int, list[str] | None]] = []

    def read(_viewer: object, _slug: str, assessment_id: int, columns: list[str] | None) -> pd.DataFrame:
        done.append((assessment_id, columns))
        return FRAME.copy() if columns is None else FRAME[columns].copy()

    monkeypatch.setattr(assessed, "customers", read)
    return done


@pytest.mark.parametrize("change", CHANGES)
def test_what_one_reader_changes_no_other_sees(reads, change):
    own = cache.customers(KEY)
    try:
        CHANGES[change](own)
    except ValueError as error:
        assert "read-only" in str(error)  # noqa: PT017 - refused is as good as kept apart
    pd.testing.assert_frame_equal(cache.customers(KEY), FRAME)
    assert len(reads) == 1


def test_numbers_handed_out_can_be_read_only(reads):
    with pytest.raises(ValueError, match="read-only"):
        cache.customers(KEY)["current_value"].to_numpy()[0] = 1.0


def test_nobody_writes_below_a_frame_where_pandas_keeps_no_copy():
    """Days, alone of all, could be changed for everybody through ``.array``."""
    writing = [
        f"{source.path}:{node.lineno}"
        for source in under("dashboard/")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
        if isinstance(node.value, ast.Attribute) and node.value.attr in ("array", "_values")
    ]
    assert writing == []


def test_another_import_assessment_role_or_company_is_read_anew(reads):
    for key in (
        KEY,
        KEY,
        Key("hotel", 4, 7, "owner"),
        Key("hotel", 3, 8, "owner"),
        Key("hotel", 3, 7, "owner:masked"),
        Key("linde", 3, 7, "owner"),
        KEY.of(7, "customer_id"),
    ):
        cache.customers(key)
    assert [number for number, _ in reads] == [7, 7, 8, 7, 7, 7]
    assert reads[-1] == (7, ["customer_id"])


def test_people_are_joined_once_and_from_what_is_kept_already(reads, monkeypatch):
    names = pd.Series({"1E5": "Eva"})
    monkeypatch.setattr(cache.known, "names", lambda _viewer, _slug: names)
    monkeypatch.setattr(cache.matching, "other_ids", lambda _viewer, _slug: pd.Series(dtype="str"))
    monkeypatch.setattr(cache.matching, "kept_keys", lambda _viewer, _slug: {2: 1})
    cache.customers(KEY)
    for _ in range(2):
        people = cache.people(KEY.of(7, 5))
    assert people["name"].dropna().to_list() == ["Eva"]
    assert people["value_tier_before"].to_list()[::2] == ["gold", "lead"]
    assert reads == [(7, None), (5, ["customer_key", "value_tier", "current_value"])]
    assert "value_tier_before" not in cache.people(KEY.of(7, None))
    cache.tiers(KEY.of(5))
    assert len(reads) == 2
