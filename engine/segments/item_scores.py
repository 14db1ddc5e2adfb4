"""By what customers have bought, which other products fit them, seen three ways?

Every way turns who bought what (customers × products, 1 or 0) into weights between products; a
customer's score for a product is the sum of the weights from all that they own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from engine.formulas import Formula

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]
Way = Literal["regression", "similarity", "popularity"]

ITEM_REGRESSION = Formula(
    name="item_regression",
    latex=r"s_u = x_u B, \quad B = I - P \,\mathrm{diag}(1 / P_{jj}), \quad P = (X^\top X + \lambda I)^{-1}",
    source="Steck (2019), Embarrassingly Shallow Autoencoders, WWW '19, eq. 8",
    origin="estimated",
)
ITEM_SIMILARITY = Formula(
    name="item_similarity",
    latex=r"s_{ui} = \sum_{j \in u} \frac{c_{ij}}{\sqrt{c_i c_j}} \cdot \frac{c_{ij}}{c_{ij} + 10}",
    origin="estimated",
)

WAYS: tuple[Way, ...] = ("regression", "similarity", "popularity")
_RIDGE = 200.0
_SHRINK = 10.0
_ROWS = 4_000


@dataclass(frozen=True)
class ItemWeights:
    """Weights between products, shape (products, products), and who is more popular than whom.

    With ``popularity`` there are no weights: everybody's score is the number of buyers.
    """

    way: Way
    between: Scores
    buyers: Floats

    def scores(self, owned: csr_matrix) -> Scores:
        """Return scores of customers for products, -inf for what they own; shape (n, products)."""
        if self.way == "popularity":
            found = np.tile(self.buyers.astype(np.float32), (owned.shape[0], 1))
        else:
            # Half the digits are enough to put products in order, and twice as fast.
            found = np.asarray(owned.astype(np.float32) @ self.between)
        rows, columns = owned.nonzero()
        found[rows, columns] = -np.inf
        return found

    def top(self, owned: csr_matrix, most: int, allowed: NDArray[np.bool_]) -> tuple[Numbers, Scores]:
        """Return the ``most`` products that fit best and their scores, each of shape (n, most).

        A product is -1 where a customer owns everything that is ``allowed``.
        """
        most = min(most, owned.shape[1])
        places, values = [], []
        for start in range(0, owned.shape[0], _ROWS):
            scores = self.scores(owned[start : start + _ROWS])
            scores[:, ~allowed] = -np.inf
            picked = np.argpartition(-scores, most - 1, axis=1)[:, :most]
            value = np.take_along_axis(scores, picked, axis=1)
            # Ties by the product's number: the same on every run.
            order = np.lexsort((picked, -value), axis=1)
            places.append(np.take_along_axis(picked, order, axis=1))
            values.append(np.take_along_axis(value, order, axis=1))
        product, value = np.concatenate(places), np.concatenate(values)
        return np.where(np.isfinite(value), product, -1).astype(np.int64), value

    def because(self, owned: csr_matrix, product: Numbers) -> Numbers:
        """Return for each customer which of their products speaks most for ``product``; -1 if none does."""
        found = np.full(len(product), -1, dtype=np.int64)
        if self.way == "popularity":
            return found
        for row in np.flatnonzero(product >= 0):
            columns = owned.indices[owned.indptr[row] : owned.indptr[row + 1]]
            weights = self.between[columns, product[row]]
            if len(columns) and weights.max() > 0:
                found[row] = columns[weights.argmax()]
        return found


def item_weights(owned: csr_matrix, way: Way) -> ItemWeights:
    """Return what the customers' products say of each other; ``owned`` holds 1.0 for each product owned."""
    together = np.asarray((owned.T @ owned).todense(), dtype=np.float64)
    buyers = np.diag(together).copy()
    if way == "regression":
        return ItemWeights(way, _regression(together).astype(np.float32), buyers)
    if way == "similarity":
        return ItemWeights(way, _similarity(together, buyers).astype(np.float32), buyers)
    return ItemWeights(way, np.empty((0, 0), dtype=np.float32), buyers)


def _regression(together: Floats) -> Floats:
    inverse = np.linalg.inv(together + _RIDGE * np.eye(len(together)))
    weights: Floats = -inverse / np.diag(inverse)[None, :]
    np.fill_diagonal(weights, 0.0)
    return weights


def _similarity(together: Floats, buyers: Floats) -> Floats:
    size = np.sqrt(np.maximum(buyers, 1.0))
    weights: Floats = together / size[:, None] / size[None, :] * (together / (together + _SHRINK))
    np.fill_diagonal(weights, 0.0)
    return weights
