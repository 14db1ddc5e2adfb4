"""What may the rescue of one customer cost: the dry cleaner's, or one like ours?"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from engine.churn.factors import FACTORS
from engine.contracts import relation_frame
from engine.rescue.assumptions import Assumption, RescueAssumptions
from engine.rescue.causes import cause_mix, cause_shares
from engine.rescue.dry_cleaner import CausesCeiling, Cleaner, CleanerCase, dry_cleaner, second_lifetime
from engine.rescue.dry_cleaner import by_cause as dry_cleaner_by_cause
from engine.settings import AssessmentSettings

__all__ = [
    "CASES",
    "Cleaner",
    "CleanerCase",
    "assumed",
    "by_cause",
    "preset",
    "values",
    "with_typed",
    "worked_out",
]

CASES = ("dry_cleaner", "ours", "left")
_AMOUNTS = ("spend_per_year", "garments_owed", "fee_owed", "goodwill", "contact_cost", "years")
_OF_THE_CASE = ("margin_rate", "kept_per_year", "discount_rate", "success", "unaided")
_OF_TALK = ("told", "within_reach", "swayed", "talk_left", "dissatisfied")
_DISAPPOINTED = "response_to_failure"
_SEED = 235
_MONTHS_A_YEAR = 12
_FEWEST_LEFT = 30


def preset(
    code: str,
    customers: pd.DataFrame,
    settings: Mapping[str, Any],
    measure: str,
    effects: pd.DataFrame | None = None,
) -> tuple[Cleaner, int]:
    """Return the case to begin with, and of how many customers it is the average (0: of none).

    Somebody who has ``left`` would bring what ours bring; λ and λ0 are those of winning back.
    ``measure`` says what value is in the assessment: ``margin``, ``assumed_margin`` or ``sales``;
    ``effects`` is what its measures do (``engine.rescue.measures.EFFECT_COLUMNS``).
    """
    left = customers[customers["churn_state"] == "left"]
    if code == "dry_cleaner" or (code == "left" and left.empty):
        return Cleaner(), 0
    here = customers[(customers["churn_state"] != "left") & customers["amount_12m"].notna()]
    spend = float(here["amount_12m"].mean()) if len(here) else 0.0
    if spend <= 0.0:
        return Cleaner(), 0
    given = _given(settings)
    case = dataclasses.replace(
        Cleaner(),
        rescue=given,
        spend_per_year=float(round(spend)),
        garments_owed=0.0,
        fee_owed=0.0,
        margin_rate=_margin_rate(here, measure),
        kept_per_year=_kept(here, settings),
        discount_rate=_discount_rate(settings),
        success=_success(given, effects),
        unaided=given.returns_unaided,
    )
    if code == "left":
        unaided = _returns_unaided(given, left)
        back = _won_back(given, effects, unaided.value)
        return _with_usual_costs(dataclasses.replace(case, success=back, unaided=unaided)), len(left)
    return _with_usual_costs(case), len(here)


def values(case: Cleaner) -> dict[str, float]:
    """Return all that can be typed of a case, by name; shares are 0-1."""
    amounts = {name: float(getattr(case, name)) for name in _AMOUNTS}
    return amounts | {name: one.value for name, one in assumed(case).items()}


def assumed(case: Cleaner) -> dict[str, Assumption]:
    """Return what a case assumes, by name."""
    own = {name: getattr(case, name) for name in _OF_THE_CASE}
    given = dict(case.rescue.named()) | {"dissatisfied": case.rescue.dissatisfied[_DISAPPOINTED]}
    return own | {name: given[name] for name in _OF_TALK}


def with_typed(begun: Cleaner, typed: Mapping[str, float]) -> Cleaner:
    """Return a case with what the user changed; a typed assumption is taken as certain.

    Raises
    ------
    SettingOutOfRangeError
        A value is outside its range.
    """
    before = values(begun)
    changed = {name: value for name, value in typed.items() if not np.isclose(value, before[name])}
    fields: dict[str, Any] = {
        name: int(value) if name == "years" else value for name, value in changed.items() if name in _AMOUNTS
    }
    for name in _OF_THE_CASE:
        if name in changed:
            fields[name] = Assumption(changed[name], origin="typed")
    talk = {_full_name(name): changed[name] for name in _OF_TALK if name in changed}
    return dataclasses.replace(begun, **fields, rescue=begun.rescue.typed(talk))


def worked_out(case: Cleaner) -> CleanerCase:
    """Return the ceiling of a case with its parts; the same case gives the same answer."""
    return dry_cleaner(case, np.random.default_rng(_SEED))


def _given(settings: Mapping[str, Any]) -> RescueAssumptions:
    """Return what the rules of an assessment assume of rescues; rules of old know nothing typed."""
    typed: Mapping[str, float] = settings.get("typed", {})
    return RescueAssumptions().typed(AssessmentSettings(typed=typed).typed_of("rescue"))


def _success(given: RescueAssumptions, effects: pd.DataFrame | None) -> Assumption:
    """Return λ of somebody about to leave: λ0 + (1 - λ0)·γ, where control groups tell γ on average.

    Elsewhere they are won as often as somebody who has left, for that is what is published.
    """
    if effects is None or effects.empty or given.won_back.origin == "typed":
        return given.won_back
    tried = effects[(effects["origin"] == "measured") & ~effects["of_leavers"].astype(bool)]
    if tried.empty:
        return given.won_back
    return _lambda(tried, given.returns_unaided.value)


def _won_back(given: RescueAssumptions, effects: pd.DataFrame | None, alone: float) -> Assumption:
    """Return λ = λ0 + (1 - λ0)·γ of who has left; γ as own rescues of leavers show it, else as stated."""
    stated = pd.DataFrame({name: [given.won_back.value] for name in ("kept", "kept_low", "kept_high")})
    if effects is None or given.won_back.origin == "typed":
        return dataclasses.replace(_lambda(stated, alone), origin=given.won_back.origin)
    tried = effects[effects["of_leavers"].astype(bool)]
    shown = tried[tried["origin"] != "assumed"]
    if len(shown):
        return _lambda(shown, alone)
    believed = _lambda(tried if len(tried) else stated, alone)
    return dataclasses.replace(believed, origin=given.won_back.origin, source=given.won_back.source)


def _lambda(tried: pd.DataFrame, alone: float) -> Assumption:
    kept = (float(np.clip(tried[name].mean(), 0.0, 1.0)) for name in ("kept", "kept_low", "kept_high"))
    value, low, high = (round(alone + (1.0 - alone) * share, 3) for share in kept)
    return Assumption(value, low, high, "measured")


def _returns_unaided(given: RescueAssumptions, left: pd.DataFrame) -> Assumption:
    """Return λ0 of who has left: the mean chance that a silent one is still there, else what is stated."""
    alive = left["alive_probability"].dropna()
    if given.returns_unaided.origin == "typed" or len(alive) < _FEWEST_LEFT:
        return given.returns_unaided
    return Assumption(round(float(alive.mean()), 3), origin="estimated")


def by_cause(
    code: str, case: Cleaner, worked: CleanerCase, customers: pd.DataFrame
) -> tuple[dict[str, float], CausesCeiling]:
    """Return how likely each cause is on average among those of a case, and the ceiling of the case by cause.

    Whose causes are unknown counts with the reference counts of exits.
    """
    reference, _ = cause_mix(relation_frame("exits"))
    people = customers[(customers["churn_state"] == "left") == (code == "left")]
    mean = cause_shares(people, reference).mean(axis=0) if len(people) else reference
    shares = dict(zip(FACTORS, mean.tolist(), strict=True))
    return shares, dry_cleaner_by_cause(case, worked, shares)


def _full_name(name: str) -> str:
    return f"dissatisfied.{_DISAPPOINTED}" if name == "dissatisfied" else name


def _discount_rate(settings: Mapping[str, Any]) -> Assumption:
    usual = AssessmentSettings().discount_rate_per_year
    rate = float(settings.get("discount_rate_per_year", usual))
    return Assumption(rate, origin="assumed" if rate == usual else "typed")


def _margin_rate(here: pd.DataFrame, measure: str) -> Assumption:
    if measure == "sales":
        return Cleaner().margin_rate
    rate = float(here["current_value"].sum() / here["amount_12m"].sum())
    origin = "measured" if measure == "margin" else "typed"
    return Assumption(round(min(max(rate, 0.0), 1.0), 3), origin=origin)


def _kept(here: pd.DataFrame, settings: Mapping[str, Any]) -> Assumption:
    """Return the chance to stay a year, from the chances to leave within the horizon."""
    names = ("churn_probability", "churn_probability_high", "churn_probability_low")
    leaving = [float(here[name].mean()) for name in names]
    if not np.isfinite(leaving).all():
        return Cleaner().kept_per_year
    years = float(settings.get("horizon_months", _MONTHS_A_YEAR)) / _MONTHS_A_YEAR
    value, low, high = (round((1.0 - chance) ** (1.0 / years), 3) for chance in leaving)
    return Assumption(value, low, high, "estimated")


def _with_usual_costs(case: Cleaner) -> Cleaner:
    """Return a case whose contact and offer cost what was typed, or the usual shares of the value."""
    given = case.rescue
    margin = case.spend_per_year * case.margin_rate.value
    worth = second_lifetime(margin, case.kept_per_year.value, case.discount_rate.value, case.years)
    typed = (given.contact_cost.value, given.offer_cost.value)
    usual = (given.contact_share.value * worth, given.offer_share.value * worth)
    contact, offer = (
        round(share if np.isnan(cost) else cost, 2) for cost, share in zip(typed, usual, strict=True)
    )
    return dataclasses.replace(case, contact_cost=contact, goodwill=offer)
