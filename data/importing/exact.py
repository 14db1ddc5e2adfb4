"""How are amounts multiplied, rounded and added up without losing a cent?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.importing.problems import Mask, as_mask

MOST_DIGITS = 12


@dataclass(frozen=True)
class Exact:
    """Exact decimals as codes into the different ones, so that each is rounded once; null where none."""

    different: pa.Array
    codes: NDArray[np.int64]

    @property
    def decimals(self) -> pa.Array:
        """Return one decimal a row."""
        return self.different.take(pa.array(self.codes))

    def minor(self, exponent: int) -> pa.Array:
        """Return amounts in minor units (int64), half to even."""
        whole = pc.round(self.different, exponent, round_mode="half_to_even").cast(
            pa.decimal256(50, exponent)
        )
        shifted = pc.multiply(whole, pa.scalar(Decimal(10**exponent)))
        return shifted.cast(pa.decimal256(50, 0)).cast(pa.int64()).take(pa.array(self.codes))

    def rows_where(self, answers: pa.Array) -> Mask:
        """Return the rows of those decimals for which ``answers`` says yes."""
        return as_mask(answers)[self.codes]

    def is_rounded(self, exponent: int) -> Mask:
        """Return where an amount has more decimals than its currency keeps."""
        whole = pc.round(self.different, exponent, round_mode="half_to_even")
        return self.rows_where(pc.not_equal(self.different, whole))

    def total(self) -> Decimal:
        """Return the exact sum; of nothing it is 0."""
        counts = np.bincount(self.codes, minlength=len(self.different))
        times = pa.array(counts).cast(pa.decimal128(19, 0)).cast(pa.decimal256(19, 0))
        found = pc.sum(pc.multiply(self.different.cast(_wide(self.different)), times)).as_py()
        return Decimal(0) if found is None else found


def product(first: Exact, second: Exact) -> Exact:
    """Return exact products, null where a factor is missing or the result is beyond all measure."""
    one, other = first.decimals, second.decimals
    exact = pc.multiply(one.cast(_wide(one)), other.cast(_wide(other)))
    limit = pa.scalar(Decimal(10) ** MOST_DIGITS)
    bounded = pc.if_else(pc.less(pc.abs(exact), limit), exact, pa.scalar(None, exact.type))
    return Exact(bounded, np.arange(len(exact)))


def difference(first: Exact, second: Exact) -> Exact:
    """Return exact differences, null where either is missing."""
    scale = max(first.different.type.scale, second.different.type.scale)
    one, other = (exact.decimals.cast(pa.decimal256(60, scale)) for exact in (first, second))
    return Exact(pc.subtract(one, other), np.arange(len(one)))


def _wide(values: pa.Array) -> pa.DataType:
    return pa.decimal256(37, values.type.scale)
