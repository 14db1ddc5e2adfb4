"""What does a fitted model say of itself, in words that one can decide by?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from engine.cards import Compared, ModelCard
from engine.estimate import Estimate

_SHARES: Final = ("_share", "_rate", "_probability", "_bias")
# Population stability: below the first, nothing to speak of; above the second, another population.
_DRIFT_STEPS: Final = (0.10, 0.25)
_MOST_DRIFT: Final = 6


@dataclass(frozen=True)
class ErrorLine:
    """A figure of a model's error on later data: its name, value with interval, and how to read it."""

    label: str
    value: str
    meaning: str


@dataclass(frozen=True)
class ModelView:
    """A model's card in words.

    ``calibration`` has ``predicted``, ``observed``, ``low``, ``high``, ``n`` and ``label``;
    ``compared`` is text, a row a method; ``drift`` has ``feature`` and ``said``.
    """

    name: str
    title: str
    is_ok: bool
    about: str
    gates: tuple[str, ...]
    errors: tuple[ErrorLine, ...]
    calibration: pd.DataFrame
    calibration_alt: str
    compared: pd.DataFrame
    drift_said: str
    drift: tuple[str, ...]
    not_for: tuple[str, ...]


def model_view(card: ModelCard, reader: Reader) -> ModelView:
    """Return what a model's card says."""
    texts = reader.texts
    bins = calibration(card, reader)
    return ModelView(
        name=card.name,
        title=texts(f"models.{card.name}.title"),
        is_ok=card.status == "ok",
        about=_about(card, reader),
        gates=tuple(
            texts(
                f"models.gate_{'met' if gate.is_met else 'missed'}",
                gate=texts(f"models.gate.{gate.name}", count=gate.count, needed=gate.needed),
            )
            for gate in card.gates
        ),
        errors=tuple(error_line(name, found, reader) for name, found in card.errors.items()),
        calibration=bins,
        calibration_alt=texts("warning.comma").join(bins["label"]) if len(bins) else "",
        compared=compared_table(card.compared, reader),
        drift_said=_drift_said(card, reader),
        drift=tuple(_drift_lines(card, reader)),
        not_for=tuple(texts(f"models.not_for.{code}") for code in card.not_for),
    )


def error_line(name: str, found: Estimate, reader: Reader) -> ErrorLine:
    """Return an error with its interval, and what its size means."""
    return ErrorLine(
        reader.texts(f"models.error.{name}"),
        written(name, found, reader),
        reader.texts(f"models.error_means.{name}"),
    )


def written(name: str, found: Estimate, reader: Reader) -> str:
    """Return an error's value with its interval: shares as percentages."""
    if not found.is_defined:
        return UNDEFINED
    value = _number(name, found.value, reader)
    if math.isnan(found.low) or math.isnan(found.high):
        return value
    low, high = (_number(name, bound, reader) for bound in (found.low, found.high))
    return reader.texts("warning.bounded", value=value, low=low, high=high)


def calibration(card: ModelCard, reader: Reader) -> pd.DataFrame:
    """Return predicted beside observed shares, with the words of each bin."""
    percent = reader.formats.percent
    rows = [
        {
            "predicted": one.predicted,
            "observed": one.observed,
            "low": one.low,
            "high": one.high,
            "n": one.n,
            "label": reader.texts(
                "models.calibration.label",
                predicted=percent(one.predicted),
                observed=percent(one.observed),
                count=one.n,
            ),
        }
        for one in card.calibration
    ]
    return pd.DataFrame(rows, columns=["predicted", "observed", "low", "high", "n", "label"])


def compared_table(compared: tuple[Compared, ...], reader: Reader) -> pd.DataFrame:
    """Return methods side by side as text; the one in use is named so. Empty where none were compared."""
    names = list(dict.fromkeys(name for one in compared for name in one.figures))
    rows = []
    for one in compared:
        method = reader.texts(f"models.method.{one.method}")
        said = reader.texts("models.method_in_use", method=method) if one.is_default else method
        cells = {name: written(name, one.figures.get(name, Estimate(math.nan)), reader) for name in names}
        rows.append({"method": said, **cells})
    table = pd.DataFrame(rows, columns=["method", *names])
    headings = {name: reader.texts(f"models.error.{name}") for name in names}
    return table.rename(columns={"method": reader.texts("models.compared.method"), **headings})


def _about(card: ModelCard, reader: Reader) -> str:
    if card.status != "ok":
        return reader.texts("models.too_little")
    facts: dict[str, object] = dict(card.facts)
    for name, value in card.facts.items():
        if isinstance(value, float) and name.endswith(_SHARES):
            facts[name] = reader.formats.percent(value)
    days = {"first": card.data_from, "last": card.data_to}
    return reader.texts(f"models.{card.name}.about", **{**days, **facts})


def _number(name: str, value: float, reader: Reader) -> str:
    if name.endswith(_SHARES):
        return reader.formats.percent(value)
    if name.endswith("_profit"):
        return reader.formats.money(value)
    return reader.formats.decimal(value, 2)


def _drift_said(card: ModelCard, reader: Reader) -> str:
    if card.status != "ok":
        return ""
    if not card.drift:
        return reader.texts("models.drift.none_before")
    most = max((value for value in card.drift.values() if not math.isnan(value)), default=0.0)
    step = sum(most >= edge for edge in _DRIFT_STEPS)
    return reader.texts(f"models.drift.{('calm', 'some', 'much')[step]}")


def _drift_lines(card: ModelCard, reader: Reader) -> list[str]:
    known = {name: value for name, value in card.drift.items() if value >= _DRIFT_STEPS[0]}
    first = sorted(known, key=lambda name: -known[name])[:_MOST_DRIFT]
    return [
        reader.texts(
            "models.drift.line",
            feature=reader.texts(f"models.feature.{name}"),
            psi=reader.formats.decimal(known[name], 2),
        )
        for name in first
    ]
