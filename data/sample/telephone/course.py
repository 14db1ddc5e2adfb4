"""What would each customer's contracts be, month by month, if nobody ever left?

Tariffs and terms, moves to another of our own tariffs, offers by lot, and arrears: all of it is
drawn before anybody leaves, so that leaving can be drawn from hazards that are known.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.sample.telephone.offers import (
    AGREEMENT,
    BINDING_MONTHS,
    EFFECT_MONTHS,
    draw_offers,
    nobody_drawn,
)
from data.sample.telephone.world import (
    OVERAGE_MOST,
    OVERAGE_PRICE,
    TARIFFS,
    tariff_table,
    type_table,
)
from data.sample.world import MONTHS

_MOVES, _MOVES_FOR_MISFIT = 0.004, 0.018
_TO_BUNDLE = 0.22
_ARREARS_CURED = 0.50
_BUNDLE = int(np.flatnonzero(tariff_table("family") == "bundle")[0])


@dataclass(frozen=True)
class Course:
    """Customer x month: what holds in each month for who is still a customer.

    ``term_end`` is the first month in which the customer isn't bound; ``began`` the month in
    which the contract began; ``misfit`` 0 for a tariff that fits, 1 and more for one that is
    far too large or too small; ``arrears`` how many bills are unpaid.
    """

    tariff: np.ndarray
    term_end: np.ndarray
    began: np.ndarray
    misfit: np.ndarray
    need: np.ndarray
    arrears: np.ndarray
    offers: pd.DataFrame = field(repr=False)


@dataclass
class _State:
    """Where everybody stands while the months go by."""

    tariff: np.ndarray
    term_end: np.ndarray
    began: np.ndarray
    drawn: np.ndarray
    arrears: np.ndarray


def draw_course(rng: np.random.Generator, subscribers: pd.DataFrame) -> Course:
    """Return the three years of all customers as if nobody ever left."""
    kind, start = subscribers["kind"].to_numpy(), subscribers["start_month"].to_numpy()
    state = _begin(subscribers)
    need = _needs(subscribers)
    shape = (len(subscribers), MONTHS)
    kept = {name: np.zeros(shape, dtype=np.int64) for name in ("tariff", "term_end", "began", "arrears")}
    misfit = np.zeros(shape)
    drawn = []
    for month in range(MONTHS):
        here = start < month
        if month % 3 == 0:
            drawn.append(_offer(rng, kind, state, here, month))
        misfit[:, month] = misfits(state.tariff, need[:, month])
        _move(rng, state, here, need[:, month], month)
        _owe(rng, state, here, kind)
        for name, values in kept.items():
            values[:, month] = getattr(state, name)
    offers = pd.concat(drawn, ignore_index=True)
    return Course(misfit=misfit, need=need, offers=offers, **kept)


def _begin(subscribers: pd.DataFrame) -> _State:
    start = subscribers["start_month"].to_numpy()
    tariff = subscribers["tariff"].to_numpy().copy()
    return _State(
        tariff=tariff,
        term_end=start + tariff_table("term_months")[tariff],
        began=start.copy(),
        drawn=nobody_drawn(len(start)),
        arrears=np.zeros(len(start), dtype=np.int64),
    )


def _needs(subscribers: pd.DataFrame) -> np.ndarray:
    years = np.maximum(np.arange(MONTHS)[None, :] - subscribers["start_month"].to_numpy()[:, None], 0) / 12.0
    growth = np.exp(subscribers["need_growth"].to_numpy()[:, None] * np.minimum(years, 4.0))
    return np.asarray(subscribers["need"].to_numpy()[:, None] * growth)


def _offer(
    rng: np.random.Generator, kind: np.ndarray, state: _State, here: np.ndarray, month: int
) -> pd.DataFrame:
    free = here & (month - state.drawn >= EFFECT_MONTHS)
    offers = draw_offers(rng, kind, state.term_end, free, month)
    state.drawn[offers["customer"]] = month
    signed = offers["would_accept"] & ~offers["is_control"] & (offers["offer"] == AGREEMENT)
    who = offers.loc[signed, "customer"].to_numpy()
    state.term_end[who] = month + BINDING_MONTHS
    state.began[who] = month
    return offers


def misfits(tariff: np.ndarray, need: np.ndarray) -> np.ndarray:
    """Return how badly tariffs fit: 0 from a third to all of the allowance used, rising beyond."""
    used = np.log(need / tariff_table("allowance")[tariff])
    return np.asarray(np.maximum(np.maximum(used, -used - np.log(2.0) - 0.4), 0.0))


def _move(rng: np.random.Generator, state: _State, here: np.ndarray, need: np.ndarray, month: int) -> None:
    """Move some customers to a better tariff of ours; a move is no churn and binds anew.

    Nobody moves in the six months after an offer was drawn, so that its effect stays its own.
    """
    draws = rng.random((2, len(need)))
    chance = _MOVES + _MOVES_FOR_MISFIT * np.minimum(misfits(state.tariff, need), 1.5)
    asks = here & (month - state.drawn >= EFFECT_MONTHS) & (draws[0] < chance)
    best = cheapest(state.tariff, need)
    single = tariff_table("family")[state.tariff]
    bundles = np.isin(single, ("mobile", "fixed")) & (draws[1] < _TO_BUNDLE)
    target = np.where(bundles, _BUNDLE, best)
    moves = asks & (target != state.tariff)
    state.tariff[moves] = target[moves]
    state.began[moves] = month
    state.term_end[moves] = month + tariff_table("term_months")[target[moves]]


def cheapest(tariff: np.ndarray, need: np.ndarray) -> np.ndarray:
    """Return the tariff of the same family that costs least for the need, overage included."""
    families = tariff_table("family")
    costs = monthly_cost(np.arange(len(TARIFFS))[None, :], need[:, None])
    other = families[None, :] != families[tariff][:, None]
    return np.asarray(np.where(other, np.inf, costs).argmin(axis=1))


def monthly_cost(tariff: np.ndarray, need: np.ndarray) -> np.ndarray:
    """Return fee and overage at list prices."""
    fee = tariff_table("fee")[tariff]
    return np.asarray(fee + overage(tariff, need))


def overage(tariff: np.ndarray, need: np.ndarray) -> np.ndarray:
    """Return what use above the allowance costs, capped at a share of the fee."""
    fee = tariff_table("fee")[tariff]
    above = np.maximum(need / tariff_table("allowance")[tariff] - 1.0, 0.0)
    return np.asarray(np.minimum(above * OVERAGE_PRICE, OVERAGE_MOST) * fee)


def _owe(rng: np.random.Generator, state: _State, here: np.ndarray, kind: np.ndarray) -> None:
    """Let some miss a bill, and of who owes let half pay up each month."""
    draw = rng.random(len(kind))
    owes = state.arrears > 0
    cured = owes & (draw < _ARREARS_CURED)
    begins = ~owes & here & (draw < type_table("arrears")[kind])
    state.arrears += (owes & ~cured).astype(np.int64) + begins
    state.arrears[cured] = 0
