"""What does each method say of itself: is there enough data, and under which rule did it run?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.estimate import Estimate

Fact = int | float | str
_DAYS = ("data_from", "data_to")


@dataclass(frozen=True)
class Card:
    """A method's own account; its sentence is ``message_id`` with ``facts`` as parameters.

    With ``not_enough_data`` the facts hold ``count`` (what there is) and ``needed``. Of the others
    ``*_share``, ``*_rate`` and ``*_probability`` are 0-1, ``*_days`` and ``*_months`` whole
    numbers, texts are codes. Where a method has several sentences of one status, the fact
    ``variant`` names which.
    """

    name: str
    status: Literal["ok", "not_enough_data"] = "ok"
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def message_id(self) -> str:
        """Return ``card.<name>.<status>``, with ``.<variant>`` where there are several."""
        variant = self.facts.get("variant")
        return f"card.{self.name}.{self.status}" + (f".{variant}" if variant else "")


def enough(name: str, count: int, needed: int, facts: Mapping[str, Fact] | None = None) -> Card:
    """Return a card that is ok with ``facts`` if there is as much as needed, and says so if not."""
    if count < needed:
        return Card(name, "not_enough_data", {"count": count, "needed": needed})
    return Card(name, "ok", facts or {})


def lacking(name: str, variant: str, count: int, needed: int) -> Card:
    """Return a card of a method that may lack several things; ``variant`` says which it lacks."""
    return Card(name, "not_enough_data", {"variant": variant, "count": count, "needed": needed})


@dataclass(frozen=True)
class Gate:
    """What a model must have before it says anything: so many of something (``customers``, ``events``...)."""

    name: str
    count: int
    needed: int

    @property
    def is_met(self) -> bool:
        """Return whether there is enough."""
        return self.count >= self.needed


@dataclass(frozen=True)
class Bin:
    """Customers of like predictions: what was predicted for them on average, and what happened.

    ``low`` and ``high`` bound what happened (95 %).
    """

    predicted: float
    observed: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Compared:
    """One method beside others on the same later data; ``figures`` by name, each with its interval.

    ``is_default`` marks the one that is used: the simplest within the noise of the best.
    """

    method: str
    figures: Mapping[str, Estimate]
    is_default: bool = False


@dataclass(frozen=True)
class Suspect:
    """A column that may tell what could not have been known, and why (a code) it is suspected.

    ``strength`` is how well it alone tells the outcome (0.5-1), ``rows`` on how many it was found.
    """

    column: str
    reason: str
    strength: float = math.nan
    rows: int = 0
    status: Literal["kept_out", "trusted", "shown"] = "kept_out"


@dataclass(frozen=True)
class ModelCard:
    """A fitted model's account of itself, for readers who must decide whether to trust it.

    Attributes
    ----------
    name
        The model's code; ``models.<name>.title`` is its title.
    status
        With ``not_enough_data`` the ``gates`` say what is missing, and nothing was fitted.
    data_from, data_to
        Days between which lies what the model was fitted on.
    facts
        Further counts and codes, the parameters of ``models.<name>.about``.
    gates
        What there must be at least, and what there is.
    compared
        Methods side by side on later data, the default among them.
    errors
        Errors on data later than what it was fitted on, by name (``auc``, ``calibration_slope``...).
    calibration
        Predicted beside observed, by ascending prediction.
    drift
        How far each feature and the prediction moved since the last assessment (population
        stability index); empty where there is none to compare with.
    not_for
        Codes of what it must not be used for.
    suspects
        Columns found by the leakage guard.
    """

    name: str
    status: Literal["ok", "not_enough_data"] = "ok"
    data_from: dt.date | None = None
    data_to: dt.date | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    gates: tuple[Gate, ...] = ()
    compared: tuple[Compared, ...] = ()
    errors: Mapping[str, Estimate] = field(default_factory=dict)
    calibration: tuple[Bin, ...] = ()
    drift: Mapping[str, float] = field(default_factory=dict)
    not_for: tuple[str, ...] = ()
    suspects: tuple[Suspect, ...] = ()


def too_little(name: str, *gates: Gate) -> ModelCard:
    """Return the card of a model that wasn't fitted, with the gates that tell why."""
    return ModelCard(name, "not_enough_data", gates=gates)


def model_card(stored: Mapping[str, Any]) -> ModelCard:
    """Return a model's card from what was written of it as plain values; null is undefined again."""
    days = {name: dt.date.fromisoformat(stored[name]) for name in _DAYS if stored.get(name)}
    compared = tuple(
        Compared(one["method"], _estimates(one["figures"]), bool(one["is_default"]))
        for one in stored.get("compared", ())
    )
    return ModelCard(
        name=str(stored["name"]),
        status="ok" if stored["status"] == "ok" else "not_enough_data",
        facts=dict(stored.get("facts", {})),
        gates=tuple(Gate(**one) for one in stored.get("gates", ())),
        compared=compared,
        errors=_estimates(stored.get("errors", {})),
        calibration=tuple(Bin(**_numbers(one)) for one in stored.get("calibration", ())),
        drift=_numbers(stored.get("drift", {})),
        not_for=tuple(stored.get("not_for", ())),
        suspects=tuple(Suspect(**_numbers(one)) for one in stored.get("suspects", ())),
        **days,
    )


def _estimates(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Estimate]:
    return {name: Estimate(**_numbers(one)) for name, one in stored.items()}


def _numbers(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: math.nan if value is None else value for name, value in stored.items()}
