"""How do columns of any type become numbers for a linear model, and what is new or rare in them?

Numbers are cut at their outer half per cent, bent by a logarithm where they are skewed, standardised,
and bent once more at their middle; the unknown gets the middle and a column that says so. Of texts the
common ones get a column each, the rare ones share one. What a later frame brings that wasn't there
when the encoder learned counts as rare, and is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]

FEWEST = 30
"""A text seen less often, or in less than half a per cent of the rows, is rare."""

RARE, UNKNOWN = "(rare)", "(unknown)"
_FEWEST_SHARE, _OUTER = 0.005, 0.005
_SEVERAL = 10


@dataclass(frozen=True)
class _Number:
    """How one column of numbers is read."""

    low: float
    high: float
    scale: float
    is_skewed: bool
    middle: float
    mean: float
    spread: float
    knot: float
    is_sometimes_unknown: bool
    is_bent: bool

    @property
    def names(self) -> list[str]:
        """Return the ends of the names of its columns."""
        bent = [" (above the middle)"] if self.is_bent else []
        return ["", *bent, *([f" {UNKNOWN}"] if self.is_sometimes_unknown else [])]

    def read(self, values: Floats) -> list[Floats]:
        """Return its columns."""
        unknown = ~np.isfinite(values)
        filled = np.clip(np.where(unknown, self.middle, values), self.low, self.high)
        straight = (self._bend(filled) - self.mean) / self.spread
        columns = [straight]
        if self.is_bent:
            columns.append(np.maximum(straight - self.knot, 0.0))
        return [*columns, unknown.astype(np.float64)] if self.is_sometimes_unknown else columns

    def _bend(self, values: Floats) -> Floats:
        return np.asarray(np.log1p((values - self.low) / self.scale)) if self.is_skewed else values

    @classmethod
    def learned(cls, values: Floats) -> _Number | None:
        """Return how to read numbers like these; ``None`` where they tell nothing."""
        known = values[np.isfinite(values)]
        share = len(known) / max(len(values), 1)
        if len(known) < FEWEST or share < _FEWEST_SHARE:
            return None
        low, middle, high = np.quantile(known, [_OUTER, 0.5, 1.0 - _OUTER])
        low, high = (known.min(), known.max()) if low == high else (low, high)
        if low == high and share > 1.0 - _FEWEST_SHARE:
            return None
        above = known[known > low] - low
        scale = float(np.median(above)) if len(above) else 1.0
        is_skewed = bool(high - low > 8.0 * scale)
        draft = cls(float(low), float(high), scale, is_skewed, float(middle), 0.0, 1.0, 0.0, False, False)
        bent = draft._bend(np.clip(known, low, high))
        mean, spread = float(bent.mean()), float(bent.std())
        # A column that is zero for nearly all has no middle to bend at.
        is_bent = len(np.unique(known[:5_000])) > _SEVERAL and middle > low
        knot = (float(np.median(bent)) - mean) / spread if spread else 0.0
        return cls(
            low=draft.low,
            high=draft.high,
            scale=scale,
            is_skewed=is_skewed,
            middle=draft.middle,
            mean=mean,
            spread=spread or 1.0,
            knot=knot,
            is_sometimes_unknown=1.0 - share >= _FEWEST_SHARE,
            is_bent=bool(is_bent),
        )


@dataclass(frozen=True)
class _Text:
    """The common texts of one column; ``seen`` are all that were there."""

    common: tuple[str, ...]
    seen: frozenset[str]
    has_rare: bool
    has_unknown: bool

    @property
    def names(self) -> list[str]:
        """Return the ends of the names of its columns."""
        rare = [f" = {RARE}"] if self.has_rare else []
        return [f" = {text}" for text in self.common] + rare + ([f" {UNKNOWN}"] if self.has_unknown else [])

    def read(self, values: pd.Series[str]) -> list[Floats]:
        """Return its columns."""
        codes, seen = pd.factorize(values)
        known = pd.Index(self.common, dtype=object).get_indexer(pd.Index(seen, dtype=object))
        place, unknown = np.append(known, -1)[codes], codes < 0
        columns = [(place == number).astype(np.float64) for number in range(len(self.common))]
        if self.has_rare:
            columns.append(((place < 0) & ~unknown).astype(np.float64))
        return [*columns, unknown.astype(np.float64)] if self.has_unknown else columns

    @classmethod
    def learned(cls, values: pd.Series[str]) -> _Text | None:
        """Return how to read texts like these; ``None`` where they tell nothing."""
        counts = values.value_counts()
        needed = max(FEWEST, _FEWEST_SHARE * len(values))
        common = tuple(sorted(str(text) for text in counts.index[counts >= needed]))
        rare, unknown = int(counts[counts < needed].sum()), int(values.isna().sum())
        if len(common) + (rare >= needed) + (unknown >= needed) < 2:
            return None
        seen = frozenset(str(text) for text in counts.index)
        return cls(common, seen, rare > 0, unknown >= needed)


@dataclass(frozen=True)
class Encoder:
    """What turns a feature frame into a matrix.

    Attributes
    ----------
    names, sources
        Of each column of the matrix: its name, and the name of the column that it was made from.
    dropped
        Columns that tell nothing: constant, or known of too few.
    rare, unknown
        By column, in how many rows of the frame that it learned from the text was rare, or nothing
        was known.
    """

    columns: Mapping[str, _Number | _Text]
    names: tuple[str, ...]
    sources: tuple[str, ...]
    dropped: tuple[str, ...]
    rare: Mapping[str, int] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def learned(cls, frame: pd.DataFrame) -> Encoder:
        """Return the encoder of frames like this one."""
        found: dict[str, _Number | _Text] = {}
        rare: dict[str, int] = {}
        for name in frame.columns:
            own = _learned(frame[name])
            if own is not None:
                found[str(name)] = own
            if isinstance(own, _Text) and own.has_rare:
                rare[str(name)] = int((frame[name].notna() & ~frame[name].isin(own.common)).sum())
        names = [f"{name}{end}" for name, own in found.items() for end in own.names]
        sources = [name for name, own in found.items() for _ in own.names]
        dropped = tuple(str(name) for name in frame.columns if name not in found)
        empty = frame[list(found)].isna().sum()
        unknown = {str(name): int(count) for name, count in empty[empty > 0].items()}
        return cls(found, tuple(names), tuple(sources), dropped, rare, unknown)

    def matrix(self, frame: pd.DataFrame) -> Matrix:
        """Return the matrix of a frame with the columns learned from; shape (rows, ``len(names)``)."""
        made = np.empty((len(frame), len(self.names)), dtype=np.float32)
        place = 0
        for name, own in self.columns.items():
            read = own.read(frame[name]) if isinstance(own, _Text) else own.read(_floats(frame[name]))
            for column in read:
                made[:, place] = column
                place += 1
        return made

    def new_texts(self, frame: pd.DataFrame) -> dict[str, int]:
        """Return by column in how many rows a text stands that wasn't there when the encoder learned."""
        found = {}
        for name, own in self.columns.items():
            if isinstance(own, _Text):
                new = int((frame[name].notna() & ~frame[name].isin(own.seen)).sum())
                if new:
                    found[name] = new
        return found


def _learned(values: pd.Series[str]) -> _Number | _Text | None:
    if pd.api.types.is_numeric_dtype(values):
        return _Number.learned(_floats(values))
    return _Text.learned(values)


def _floats(values: pd.Series[str]) -> Floats:
    return values.to_numpy(dtype=np.float64, na_value=np.nan)
