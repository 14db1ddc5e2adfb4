"""How strongly does each factor pull at a customer, as incidents and recorded exits say?

A multinomial logistic model of the factors on what was known before the exit. It begins with stated
assumptions (``cause_signals``), and recorded exits move it the further the more there are. An exit with
several factors counts for each by an equal share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.cause_signals import REFERENCE_MIX, prior_pulls
from engine.churn.factors import FACTORS, PRIOR_EXITS
from engine.churn.landmarks import SPACING_MONTHS, Episodes

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]

RIDGE = 100.0
_SIGNAL_RIDGE, _PRIOR_WEIGHT = 5.0, 20.0


@dataclass(frozen=True)
class Pointers:
    """What points at factors: signals in units of their own, and the model's matrix; rows alike."""

    signals: Floats
    matrix: Matrix

    @property
    def design(self) -> Floats:
        """Return one matrix: 1, signals, the model's columns."""
        ones = np.ones((len(self.matrix), 1))
        return np.concatenate([ones, self.signals, self.matrix], axis=1).astype(np.float64)


@dataclass(frozen=True)
class CauseMix:
    """Coefficients by factor, rows as in ``Pointers.design``; ``prior`` without any exit."""

    coefficients: Floats
    prior: Floats
    exits: int

    @property
    def learned_weight(self) -> float:
        """Return how much recorded exits weigh beside the assumptions, 0-1."""
        return self.exits / (self.exits + PRIOR_EXITS)

    def shares(self, at: Pointers) -> Floats:
        """Return the chance of each factor for customers who leave; shape (n, 8), rows sum to 1."""
        return _softmax(at.design @ self.coefficients)

    def assumed_pull(self, at: Pointers) -> Floats:
        """Return how many times as strong as usual all factors pull together, by the assumptions alone."""
        logit = at.design @ self.prior
        usual = self.prior[0]
        return np.asarray(np.exp(logit).sum(axis=1) / np.exp(usual).sum())


def factor_shares(causes: pd.Series[str]) -> pd.DataFrame:
    """Return the share of each factor in the exits that name any, rows summing to 1, index as given."""
    named = causes.dropna().str.replace(" ", "").str.get_dummies(sep=",")
    counts = named.reindex(columns=list(FACTORS), fill_value=0)
    total = counts.sum(axis=1)
    return counts[total > 0].div(total[total > 0], axis=0)


def last_words(exits: pd.DataFrame, by: str = "customer") -> pd.DataFrame:
    """Return ``factor_shares`` of the customers whose last exit names factors; ``exits`` in order of day."""
    return factor_shares(exits.drop_duplicates(by, keep="last").set_index(by)["causes"])


def said_on_leaving(words: pd.DataFrame, people: pd.Index, left: Flags) -> tuple[Flags, Floats]:
    """Return who of the ``people`` has left and said why (``last_words``), and their shares (k, 8)."""
    place = words.index.get_indexer(people)
    said = left & (place >= 0)
    return said, words.to_numpy(dtype=np.float64)[place[said]]


def fit_cause_mix(at: Pointers, shares: Floats, names: list[str]) -> CauseMix:
    """Return the mix of factors learned from leavers: what pointed where, and the factors they named.

    Source: ridge multinomial, Le Cessie & van Houwelingen (1992), Applied Statistics 41, drawn to the
    assumptions instead of to nothing.
    """
    design, signals = at.design, at.signals.shape[1]
    mix = REFERENCE_MIX / REFERENCE_MIX.sum() * _PRIOR_WEIGHT + shares.sum(axis=0)
    prior = np.zeros((design.shape[1], len(FACTORS)))
    prior[0] = np.log(mix / mix.sum())
    prior[1 : 1 + signals] = prior_pulls(names)
    ridge = np.full((len(prior), 1), RIDGE)
    ridge[: 1 + signals] = _SIGNAL_RIDGE
    found = _fitted(design, shares, prior, ridge) if len(shares) else prior
    return CauseMix(found, prior, len(shares))


def _fitted(design: Floats, shares: Floats, prior: Floats, ridge: Floats) -> Floats:
    from scipy.optimize import minimize

    def loss(flat: Floats) -> tuple[float, Floats]:
        found = flat.reshape(prior.shape)
        logit = design @ found
        log_total = np.logaddexp.reduce(logit, axis=1)
        moved = found - prior
        value = float((log_total - (shares * logit).sum(axis=1)).sum() + 0.5 * (ridge * moved**2).sum())
        gradient = design.T @ (np.exp(logit - log_total[:, None]) - shares) + ridge * moved
        return value, gradient.ravel()

    found = minimize(loss, prior.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x.reshape(prior.shape))


def explained(past: Episodes, exits: pd.DataFrame) -> tuple[NDArray[np.int64], Floats]:
    """Return the rows of leavers at their last landmark who said why, and the shares of their factors."""
    recent = np.flatnonzero(past.churned & (past.duration_months <= SPACING_MONTHS))
    frame = pd.DataFrame({"row": recent, "customer": past.customer[recent], "back": past.landmark[recent]})
    last = frame.sort_values("back", kind="stable").drop_duplicates("customer")
    said, shares = said_on_leaving(
        last_words(exits), pd.Index(last["customer"]), np.ones(len(last), dtype=bool)
    )
    return last["row"].to_numpy(dtype=np.int64)[said], shares


def _softmax(logit: Floats) -> Floats:
    top = np.exp(logit - logit.max(axis=1, keepdims=True))
    return np.asarray(top / top.sum(axis=1, keepdims=True))
