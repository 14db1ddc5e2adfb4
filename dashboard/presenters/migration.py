"""Who moved between tiers from one assessment to the next, and what was that worth?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.terms import TIERS
from engine.segments.migration import MIGRATION, NONE, migration

PLACES: Final = (*TIERS, NONE)
Direction = Literal["up", "down", "same", "new", "gone"]
DIRECTIONS: Final[tuple[Direction, ...]] = ("up", "down", "same", "new", "gone")


@dataclass(frozen=True)
class MigrationView:
    """Moves between two assessments: a row of ``moves`` for each pair of tiers that occurs."""

    headline: str
    caption: str
    moves: pd.DataFrame
    figures: tuple[Figure, ...]
    words: dict[str, str]
    missing: str
    alt: str


def migration_view(
    now: pd.DataFrame, before: pd.DataFrame, before_day: dt.date, grounds: Grounds
) -> MigrationView:
    """Return how customers moved since ``before_day``, the as-of day of ``before``."""
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    words = {place: texts(f"segments.migration.place.{place}") for place in PLACES}
    moves = tier_moves(now, before)
    if not (now["value_tier"].notna().any() and before["value_tier"].notna().any()):
        none, missing = texts("segments.migration.headline.none"), grounds.potential_missing
        if now["value_tier"].notna().any():
            missing = texts("segments.migration.missing_before", before=before_day)
        return MigrationView(none, "", moves, (), words, missing, "")
    moves["label"] = [formats.count(count) for count in moves["customers"]]
    moves["hover"] = [
        texts(
            f"segments.migration.cell.{grounds.measure}",
            before=words[row["was"]],
            now=words[row["tier"]],
            count=int(row["customers"]),
            change=_signed(row["value_change"], reader),
        )
        for row in moves.to_dict("records")
    ]
    up, down = _summed(moves, "up"), _summed(moves, "down")
    said = {
        "up": up[0],
        "down": down[0],
        "up_value": _signed(up[1], reader),
        "down_value": _signed(down[1], reader),
    }
    return MigrationView(
        headline=texts(f"segments.migration.headline.{grounds.measure}", **said, before=before_day),
        caption=texts("segments.migration.caption", before=before_day, now=grounds.as_of),
        moves=moves,
        figures=tuple(_figure(moves, kind, grounds) for kind in _shown(moves)),
        words=words,
        missing="",
        alt=texts("segments.migration.alt", **said),
    )


def tier_moves(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return one row a pair of tiers that occurs: ``was``, ``tier``, ``customers``, ``value_change``.

    ``direction`` says which way that is, ``code`` names the pair. Customers without a tier both
    times don't move and are left out.
    """
    every = migration(before, now)
    moves = every[(every["customers"] > 0) & ((every["was"] != NONE) | (every["tier"] != NONE))].copy()
    pairs = list(zip(moves["was"], moves["tier"], strict=True))
    moves["direction"] = [direction(was, tier) for was, tier in pairs]
    moves["code"] = [f"{was}-{tier}" for was, tier in pairs]
    return moves.reset_index(drop=True)


def direction(was: str, tier: str) -> Direction:
    """Return whether a move is up, down, none, or into or out of the customers that have a tier."""
    if was == tier:
        return "same"
    if was == NONE:
        return "new"
    if tier == NONE:
        return "gone"
    return "up" if TIERS.index(tier) < TIERS.index(was) else "down"


def _figure(moves: pd.DataFrame, kind: Direction, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    count, value = _summed(moves, kind)
    rows = texts("customers.rows", count=int(moves["customers"].sum()))
    return Figure(
        label=texts(f"segments.migration.direction.{kind}"),
        value=formats.count(count),
        explanation=explained(f"segments.migration.why.{kind}", MIGRATION, rows, grounds),
        note=texts(f"segments.migration.change.{grounds.measure}", change=_signed(value, grounds.reader)),
    )


def _shown(moves: pd.DataFrame) -> list[Direction]:
    """Return the directions that have a figure: dropping out only where somebody did."""
    return [kind for kind in DIRECTIONS if kind != "gone" or _summed(moves, kind)[0]]


def _summed(moves: pd.DataFrame, kind: Direction) -> tuple[int, float]:
    part = moves[moves["direction"] == kind]
    return int(part["customers"].sum()), float(part["value_change"].sum())


def _signed(value: float, reader: Reader) -> str:
    return ("+" if value > 0 else "") + reader.formats.money(value)
