"""Which measure is for whom, what may it cost at most, and what does it bring?

With p the chance to lose a customer (to leave and not to come back unaided) and γ the share of such
customers that a measure keeps, the ceiling is that of ``ceiling`` with λ0 = 1 - p and
λ = 1 - p(1 - γ), mixed over the causes:
C* = p Σ_f w_f [γ_f V + θ_f W (1 - κ(1 - γ_f))]. The gain is C* less what the offer costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.cards import Card, Fact, lacking
from engine.churn.factors import FACTORS
from engine.contracts import Relations
from engine.formulas import Formula
from engine.rescue.assumptions import STAGES, RescueAssumptions
from engine.rescue.causes import cause_mix, cause_shares
from engine.rescue.measures import LEAVE_ALONE, LET_GO, Option, effects_frame, options
from engine.rescue.recorded import trials
from engine.rescue.stake import Stake, Uncertain, stake
from engine.rescue.word_of_mouth import Talk, talk

Floats = NDArray[np.float64]

WARNING_GAIN = Formula(
    name="warning_gain",
    latex=r"g = C^* - c - o\,[\,p\,\gamma + (1 - p)\,a\,], \quad"
    r" C^* = p \sum_f w_f\,[\gamma_f V + \theta_f W (1 - \kappa (1 - \gamma_f))]",
    origin="estimated",
)

COLUMNS = (
    "measure",
    "offer_cost",
    "rescue_ceiling",
    "rescue_ceiling_low",
    "rescue_ceiling_high",
    "expected_gain",
    "expected_gain_low",
    "expected_gain_high",
    "rescue_ceiling_talk",
)
_DRAWS = 200
_CHUNK = 10_000
_MOST_KEPT = 0.95


@dataclass(frozen=True)
class _Case:
    """The customers with what decides on them; arrays of shape (n,), ``shares`` (n, 8)."""

    stake: Stake
    shares: Floats
    scale: Floats
    states: NDArray[np.object_]
    tiers: NDArray[np.object_]
    mean_value: float

    @property
    def known(self) -> NDArray[np.bool_]:
        """Return of whom value and chance are known."""
        return np.isfinite(self.stake.value.value) & np.isfinite(self.stake.gone.value)

    def open_to(self, option: Option) -> NDArray[np.int64]:
        """Return the places of those for whom a measure is meant, by state and tier."""
        others = set(self.tiers) - option.tiers - {None} if option.tiers else set()
        states = np.isin(self.states, list(option.states))
        return np.flatnonzero(self.known & states & ~np.isin(self.tiers, list(others)))


@dataclass(frozen=True)
class _Terms:
    """A measure applied to some customers: all that its ceiling and gain are made of, shape (n,)."""

    value: Uncertain
    gone: Uncertain
    fit: Floats
    dissatisfied: Floats
    dissatisfied_fit: Floats
    contact: Floats
    offer: Floats
    redeemed: Floats


@dataclass(frozen=True)
class _Worth:
    """A measure's ceiling and gain; ``talk`` is the part of the ceiling that is talk avoided."""

    ceiling: Floats
    gain: Floats
    talk: Floats


def warning_columns(
    customers: pd.DataFrame,
    relations: Relations,
    assumptions: RescueAssumptions,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, Card, pd.DataFrame]:
    """Return ``COLUMNS`` for each customer, in their order, the card, and what each measure does.

    ``customers`` needs ``churn_state``; of ``churn_probability``, ``lifetime_value`` (both with
    ``_low`` and ``_high``), ``alive_probability``, ``cause_share_*``, ``lifecycle_stage``,
    ``value_tier``, ``current_value`` and ``current_value_prior_12m`` it uses what is there.

    The measure is the one with the greatest expected gain. Where none gains it is ``let_go`` or
    ``leave_alone``, and the other columns are those of the measure that came nearest. All are
    undefined where value or chance are unknown. ``offer_cost`` is what the offer costs if taken.
    The last frame has ``EFFECT_COLUMNS`` of ``engine.rescue.measures``.
    """
    judge = _judge(customers, relations, assumptions, rng)
    case, offered, known = judge.case, judge.offered, judge.case.known
    found = _undefined(len(customers))
    if not known.any():
        missing = "value" if np.isnan(case.stake.value.value).all() else "probability"
        return _frame(found, customers.index), lacking("rescue", missing, 0, 1), effects_frame(offered)
    chosen = judge.choice()
    for place, option in enumerate(offered):
        rows = np.flatnonzero(chosen == place)
        for start in range(0, len(rows), _CHUNK):
            judge.fill(found, rows[start : start + _CHUNK], option)
    frame = _frame(found, customers.index)
    return frame, _card(frame, offered, case), effects_frame(offered)


def possible_offers(
    customers: pd.DataFrame,
    relations: Relations,
    assumptions: RescueAssumptions,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return every measure that fits a customer, a row each, to choose from under a budget.

    Columns ``customer_id measure cost benefit``: the expected cost, and what it brings before that
    cost (the ceiling). The input is that of ``warning_columns``, and so are the measures.
    """
    judge = _judge(customers, relations, assumptions, rng)
    parts = []
    for option in judge.offered:
        rows = judge.case.open_to(option)
        worth = judge.point(judge.terms(rows, option), option)
        found = {"measure": option.measure, "cost": worth.ceiling - worth.gain, "benefit": worth.ceiling}
        parts.append(pd.DataFrame({"customer_id": customers["customer_id"].to_numpy()[rows], **found}))
    return pd.concat(parts, ignore_index=True)


def _judge(
    customers: pd.DataFrame, relations: Relations, assumptions: RescueAssumptions, rng: np.random.Generator
) -> _Judge:
    mix, _ = cause_mix(relations.exits)
    case = _case(customers, relations, assumptions, mix)
    average = case.shares[case.known].mean(axis=0) if case.known.any() else mix
    offered = options(trials(relations.rescues, relations.exits), assumptions, average, rng)
    return _Judge(
        case=case,
        offered=offered,
        assumptions=assumptions,
        talk=talk(assumptions, case.mean_value, rng, _DRAWS),
        talk_left=assumptions.talk_left.draws(rng, _DRAWS),
        normal=rng.normal(size=(2, _DRAWS)),
    )


def _undefined(count: int) -> dict[str, NDArray[np.generic]]:
    columns: dict[str, NDArray[np.generic]] = {name: np.full(count, np.nan) for name in COLUMNS}
    return {**columns, "measure": np.full(count, None, dtype=object)}


def _frame(columns: dict[str, NDArray[np.generic]], index: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(columns, index=index).astype({"measure": "str"})


def _case(
    customers: pd.DataFrame, relations: Relations, assumptions: RescueAssumptions, mix: Floats
) -> _Case:
    bound = customers["customer_id"].isin(set(relations.contracts["customer_id"])).to_numpy(dtype=bool)
    at_stake = stake(customers, assumptions, bound)
    return _Case(
        stake=at_stake,
        shares=cause_shares(customers, mix, relations.exits),
        scale=_scale(customers, relations, assumptions),
        states=customers["churn_state"].to_numpy(dtype=object),
        tiers=_texts(customers, "value_tier"),
        mean_value=at_stake.mean_value,
    )


def _texts(customers: pd.DataFrame, name: str) -> NDArray[np.object_]:
    if name not in customers.columns:
        return np.full(len(customers), None, dtype=object)
    texts = customers[name]
    return texts.where(texts.notna(), None).to_numpy(dtype=object)


def _scale(customers: pd.DataFrame, relations: Relations, assumptions: RescueAssumptions) -> Floats:
    """Return by which factor success differs for stage and switching cost; a running contract is high."""
    stages = _texts(customers, "lifecycle_stage")
    found = np.ones(len(customers))
    for stage in STAGES:
        found[stages == stage] = assumptions.success_by_stage[stage].value
    running = relations.contracts.loc[relations.contracts["end_day"].isna(), "customer_id"]
    bound = customers["customer_id"].isin(set(running)).to_numpy(dtype=bool) if len(running) else False
    cost = assumptions.success_by_switching_cost
    return found * np.where(bound, cost["high"].value, cost["unknown"].value)


@dataclass(frozen=True)
class _Judge:
    """What judges a measure for a customer: assumptions with the draws that all customers share."""

    case: _Case
    offered: tuple[Option, ...]
    assumptions: RescueAssumptions
    talk: Talk
    talk_left: Floats
    normal: Floats

    def choice(self) -> NDArray[np.int64]:
        """Return the place of the measure with the greatest gain, -1 where unknown."""
        best = np.full(len(self.case.states), -np.inf)
        chosen = np.full(len(best), -1, dtype=np.int64)
        for place, option in enumerate(self.offered):
            rows = self.case.open_to(option)
            gain = self.point(self.terms(rows, option), option).gain
            better = gain > best[rows]
            best[rows[better]], chosen[rows[better]] = gain[better], place
        return chosen

    def terms(self, rows: NDArray[np.int64], option: Option) -> _Terms:
        """Return what a measure's ceiling and gain are made of for some customers."""
        case, given = self.case, self.assumptions
        talks = np.array([given.dissatisfied[name].value for name in FACTORS])
        shares, value, left = case.shares[rows], case.stake.value.rows(rows), case.stake.left[rows]
        scale = case.scale[rows] if option.effect.kept.value > 0 else np.ones(len(rows))
        contact = option.contact_cost
        if np.isnan(contact):
            contact = given.contact_share.value * max(case.mean_value, 0.0)
        own = given.offer_share.value * np.maximum(value.value, 0.0)
        return _Terms(
            value=value,
            gone=case.stake.gone.rows(rows),
            fit=scale * (shares @ option.fit),
            dissatisfied=shares @ talks,
            dissatisfied_fit=scale * (shares @ (talks * option.fit)),
            contact=np.full(len(rows), contact),
            offer=own if np.isnan(option.offer_cost) else np.full(len(rows), option.offer_cost),
            # Who comes back unaided takes the offer that lay ready for them.
            redeemed=np.where(left, 1.0, option.redeemed),
        )

    def point(self, terms: _Terms, option: Option) -> _Worth:
        """Return ceiling and gain at the values themselves, shape (n,)."""
        values = (option.effect.kept.value, self.talk.value, self.assumptions.talk_left.value)
        kept, spoken, left = (np.full(1, value) for value in values)
        return _worth(terms, (terms.value.value, terms.gone.value), (kept, spoken, left))

    def fill(self, found: dict[str, NDArray[np.generic]], rows: NDArray[np.int64], option: Option) -> None:
        """Write a measure's columns for the customers for whom it was chosen."""
        terms = self.terms(rows, option)
        point = self.point(terms, option)
        wide = _wide(terms)
        gone = np.clip(terms.gone.draws(self.normal[1]), 0.0, 1.0)
        drawn = (terms.value.draws(self.normal[0]), gone)
        worth = _worth(wide, drawn, (option.effect.draws[:_DRAWS], self.talk.draws, self.talk_left))
        none = np.where(self.case.stake.left[rows], LET_GO, LEAVE_ALONE)
        columns = [
            np.where(point.gain > 0, option.measure, none),
            terms.offer,
            point.ceiling,
            *_bounds(worth.ceiling, point.ceiling),
            point.gain,
            *_bounds(worth.gain, point.gain),
            point.talk,
        ]
        for name, values in zip(COLUMNS, columns, strict=True):
            found[name][rows] = values


def _wide(terms: _Terms) -> _Terms:
    """Return the terms as columns, so that draws lie along the rows."""
    wide = {
        name: getattr(terms, name)[:, None]
        for name in ("fit", "dissatisfied", "dissatisfied_fit", "contact", "offer", "redeemed")
    }
    return _Terms(terms.value, terms.gone, **wide)


def _worth(terms: _Terms, stakes: tuple[Floats, Floats], drawn: tuple[Floats, Floats, Floats]) -> _Worth:
    """Return ceiling and gain (``WARNING_GAIN``): ``stakes`` V and p, ``drawn`` γ, W and κ."""
    (value, gone), (kept, spoken, left) = stakes, drawn
    share = np.clip(kept * terms.fit, -1.0, _MOST_KEPT)
    avoided = (1.0 - left) * terms.dissatisfied + left * kept * terms.dissatisfied_fit
    talk = gone * spoken * np.minimum(avoided, terms.dissatisfied)
    ceiling = gone * share * value + talk
    taken = gone * np.maximum(share, 0.0) + (1.0 - gone) * terms.redeemed
    return _Worth(ceiling, ceiling - terms.contact - terms.offer * taken, talk)


def _bounds(draws: Floats, value: Floats) -> tuple[Floats, Floats]:
    low, high = np.quantile(draws, [0.025, 0.975], axis=1)
    return np.minimum(low, value), np.maximum(high, value)


def _card(found: pd.DataFrame, offered: tuple[Option, ...], case: _Case) -> Card:
    origins = {option.effect.origin for option in offered}
    known = next(origin for origin in ("measured", "outcomes", "assumed") if origin in origins)
    best = [option.effect for option in offered if option.effect.origin == known]
    worth = found["expected_gain"] > 0
    facts: dict[str, Fact] = {
        "variant": known,
        "customers": int(found["expected_gain"].count()),
        "worth_contacting": int(worth.sum()),
        "left": int((worth & case.stake.left).sum()),
        "measures": len(offered),
        "asked": sum(effect.asked for effect in best),
        "control": sum(effect.control for effect in best),
        "prior_share": max(effect.prior_weight for effect in best),
    }
    return Card("rescue", "ok", facts)
