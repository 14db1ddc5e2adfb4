"""Which measures are there, what is each good for, and which can this company offer to whom?

The company's own recorded measures come first, with the cost and the effect that its records
show. Where it has none, the catalogue stands in, and says that its effects are assumed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.factors import FACTORS
from engine.rescue.assumptions import RescueAssumptions
from engine.rescue.recorded import Trial, pooled
from engine.rescue.success import MINIMUM_ASKED, Effect, SuccessPrior, effect

Floats = NDArray[np.float64]

PHASES_OF_STATE = {
    "staying": ("maintenance",),
    "leaning": ("retention", "maintenance"),
    "left": ("win_back",),
}
LET_GO, LEAVE_ALONE = "let_go", "leave_alone"
"""No measure gains: for somebody who has left, and for somebody who has not."""

_DRAWS = 4000
_SERVICE = frozenset(
    {"inconvenience", "core_service_failure", "service_encounter_failure", "response_to_failure"}
)
_MONEY = frozenset({"price", "competition"})
_ALL = frozenset(FACTORS)


def measure_message_id(code: str) -> str:
    """Return the id of a measure's name; a measure that the company recorded itself has none."""
    return f"rescue.measure.{code}"


@dataclass(frozen=True)
class Measure:
    """A measure of the catalogue: when, against which causes, for which value tiers (none: for all)."""

    code: str
    phase: str
    causes: frozenset[str]
    tiers: frozenset[str] = frozenset()

    @property
    def message_id(self) -> str:
        """Return the id of its name."""
        return measure_message_id(self.code)


CATALOGUE = (
    Measure("service_retention", "retention", _SERVICE | {"ethics"}),
    Measure("counter_offer", "retention", _MONEY),
    Measure("points_binding", "maintenance", _MONEY, frozenset({"iron", "lead"})),
    Measure("agreement_binding", "maintenance", _MONEY | {"inconvenience"}, frozenset({"gold", "iron"})),
    Measure("service_binding", "maintenance", _SERVICE | {"competition"}, frozenset({"platinum", "gold"})),
    Measure("competitive_discount", "win_back", _MONEY, frozenset({"platinum", "gold", "iron"})),
    Measure("reactivation_reward", "win_back", _ALL - _MONEY),
)
"""What can be offered to one customer; of two that gain as much the first is taken."""

# Words by which a recorded measure is known to be of one kind; others are taken to suit every cause.
_KINDS: dict[str, tuple[str, ...]] = {
    "points_binding": ("points", "bonus", "积分"),
    "agreement_binding": ("agreement", "contract", "协议", "合约"),
    "service_binding": ("addon", "业务绑定", "附加"),
    "counter_offer": ("counteroffer", "voucher", "discount", "coupon", "优惠", "折扣", "代金券", "降价"),
    "service_retention": ("call", "apology", "visit", "repair", "回访", "道歉", "致电", "上门"),
}


EFFECT_COLUMNS = (
    *("measure", "of_leavers", "origin", "asked", "control"),
    *("kept", "kept_low", "kept_high", "uplift", "uplift_low", "uplift_high"),
    *("stated_share", "borrowed_share", "contact_cost", "offer_cost", "redeemed"),
)


@dataclass(frozen=True)
class Option:
    """A measure as this company can offer it.

    Attributes
    ----------
    measure
        Its code in the catalogue, or its name as the company recorded it.
    states, tiers
        For which churn states and value tiers (none: for all).
    fit
        How well it suits each factor, 1 being its measured or stated effect; shape (8,).
    contact_cost, offer_cost
        Money; NaN leaves them to the stated shares of the customer's value.
    redeemed
        a, the chance that somebody who would have stayed takes it.
    """

    measure: str
    states: frozenset[str]
    tiers: frozenset[str]
    fit: Floats
    contact_cost: float
    offer_cost: float
    redeemed: float
    effect: Effect


def kind_of(name: str) -> str | None:
    """Return the code of the catalogue that a recorded measure's name speaks of, if one is clear."""
    plain = re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", name).casefold())
    for measure in CATALOGUE:
        if plain == measure.code.replace("_", ""):
            return measure.code
    found = [code for code, words in _KINDS.items() if any(word in plain for word in words)]
    return found[0] if len(found) == 1 else None


def options(
    found: tuple[Trial, ...], assumptions: RescueAssumptions, mix: Floats, rng: np.random.Generator
) -> tuple[Option, ...]:
    """Return what can be offered: recorded measures where there are any, the catalogue elsewhere.

    ``mix`` is the share of each factor among the customers, over which a measured effect is an
    average: suiting one cause better means suiting the others worse. A measure with too few
    outcomes is expected to do what the company's measures did on average.
    """
    of_leavers = tuple(trial for trial in found if trial.of_leavers and trial.asked >= MINIMUM_ASKED)
    of_others = tuple(trial for trial in found if not trial.of_leavers)
    kept = _recorded(of_others, assumptions, mix, rng) or _stated(("staying", "leaning"), assumptions, rng)
    back = _recorded(of_leavers, assumptions, mix, rng) or _stated(("left",), assumptions, rng)
    return (*kept, *back)


def _prior(of_leavers: bool, assumptions: RescueAssumptions) -> SuccessPrior:
    if of_leavers:
        return SuccessPrior(assumptions.won_back.value, assumptions.won_back_strength)
    return SuccessPrior(assumptions.kept.value, assumptions.kept_strength)


def _recorded(
    found: tuple[Trial, ...], assumptions: RescueAssumptions, mix: Floats, rng: np.random.Generator
) -> tuple[Option, ...]:
    unaided = assumptions.returns_unaided.value
    return tuple(
        _own(
            trial,
            effect(trial, _prior_beside(trial, found, assumptions, rng), unaided, rng, _DRAWS),
            assumptions,
            mix,
        )
        for trial in found
    )


def _prior_beside(
    trial: Trial, found: tuple[Trial, ...], assumptions: RescueAssumptions, rng: np.random.Generator
) -> SuccessPrior:
    """Return what is believed of a measure before its own outcomes: what the others did on average."""
    stated = _prior(trial.of_leavers, assumptions)
    others = pooled(tuple(one for one in found if one is not trial))
    if others is None:
        return stated
    average = effect(others, stated, assumptions.returns_unaided.value, rng, _DRAWS)
    if average.origin == "assumed":
        return stated
    mean = float(np.clip(average.kept.value, -0.95, 0.95))
    return SuccessPrior(mean, stated.strength, float(average.draws.std()), average.prior_weight)


def _own(trial: Trial, known: Effect, assumptions: RescueAssumptions, mix: Floats) -> Option:
    kind = kind_of(trial.measure)
    causes = next((measure.causes for measure in CATALOGUE if measure.code == kind), _ALL)
    fit = _fit(causes, assumptions)
    # Harm is not spread by how well a measure suits: nothing says whom it drives off.
    fit = fit / (fit @ mix) if known.kept.value > 0.0 else np.ones(len(FACTORS))
    exact = kind is not None and re.sub(r"[\s\-]+", "_", trial.measure.strip().casefold()) == kind
    return Option(
        measure=kind if exact and kind is not None else trial.measure,
        states=frozenset({"left"} if trial.of_leavers else {"staying", "leaning"}),
        tiers=frozenset(),
        fit=fit,
        contact_cost=_first_known(assumptions.contact_cost.value, trial.contact_cost),
        offer_cost=_first_known(assumptions.offer_cost.value, trial.offer_cost),
        redeemed=_redeemed(trial, assumptions),
        effect=known,
    )


def _stated(
    states: tuple[str, ...], assumptions: RescueAssumptions, rng: np.random.Generator
) -> tuple[Option, ...]:
    known = effect(None, _prior("left" in states, assumptions), 0.0, rng, _DRAWS)
    return tuple(
        Option(
            measure=measure.code,
            states=frozenset(state for state in states if measure.phase in PHASES_OF_STATE[state]),
            tiers=measure.tiers,
            fit=_fit(measure.causes, assumptions),
            contact_cost=assumptions.contact_cost.value,
            offer_cost=assumptions.offer_cost.value,
            redeemed=assumptions.redeemed_by_stayers.value,
            effect=known,
        )
        for measure in CATALOGUE
        if any(measure.phase in PHASES_OF_STATE[state] for state in states)
    )


def _fit(causes: frozenset[str], assumptions: RescueAssumptions) -> Floats:
    factor = assumptions.success_by_cause
    return np.array(
        [factor[name].value * (1.0 if name in causes else assumptions.ill_fitting.value) for name in FACTORS]
    )


def _redeemed(trial: Trial, assumptions: RescueAssumptions) -> float:
    if assumptions.redeemed_by_stayers.origin == "typed" or np.isnan(trial.redeemed):
        return assumptions.redeemed_by_stayers.value
    return trial.redeemed


def _first_known(*values: float) -> float:
    return next((value for value in values if not np.isnan(value)), float("nan"))


def effects_frame(offered: tuple[Option, ...]) -> pd.DataFrame:
    """Return what each measure does and costs, a row each, as ``EFFECT_COLUMNS``.

    ``kept`` is γ and ``uplift`` τ, with 95 % bounds; ``stated_share`` of γ was believed before any
    outcome, ``borrowed_share`` is what the other measures have shown. NaN where nobody knows.
    """
    rows = [
        (
            *(one.measure, "left" in one.states, one.effect.origin, one.effect.asked, one.effect.control),
            *(one.effect.kept.value, one.effect.kept.low, one.effect.kept.high),
            *(one.effect.uplift.value, one.effect.uplift.low, one.effect.uplift.high),
            *(one.effect.prior_weight, one.effect.borrowed_weight),
            *(one.contact_cost, one.offer_cost, one.redeemed),
        )
        for one in offered
    ]
    return pd.DataFrame(rows, columns=list(EFFECT_COLUMNS))
