"""What do our measures do, how sure is that, and how many offers stand behind it?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from engine.rescue.measures import CATALOGUE

EFFECTS: Final = "rescue_effects"
_KNOWN: Final = frozenset(measure.code for measure in CATALOGUE)
_COLUMNS: Final = ("measure", "whom", "kept", "uplift", "offers", "rests_on", "cost")


@dataclass(frozen=True)
class EffectsView:
    """A sentence on what stands behind the gains, and a table of text with a row a measure."""

    said: str
    table: pd.DataFrame


def effects_view(effects: pd.DataFrame, reader: Reader) -> EffectsView | None:
    """Return what the measures of an assessment do; None where it says nothing of it."""
    if effects.empty:
        return None
    texts = reader.texts
    rows = [_row(one, reader) for _, one in effects.iterrows()]
    headings = [texts(f"rescue.effects.{name}") for name in _COLUMNS]
    return EffectsView(_said(effects, reader), pd.DataFrame(rows, columns=headings))


def _said(effects: pd.DataFrame, reader: Reader) -> str:
    """Return how many offers stand behind the effects, and that the rest is belief."""
    texts, formats = reader.texts, reader.formats
    measured = effects[effects["origin"] == "measured"]
    if len(measured):
        most = formats.percent(float(measured["stated_share"].max()), 0)
        return texts(
            "rescue.effects.measured",
            count=len(measured),
            asked=formats.count(int(measured["asked"].sum())),
            control=formats.count(int(measured["control"].sum())),
            share=most,
        )
    counted = effects[effects["origin"] == "outcomes"]
    if len(counted):
        return texts("rescue.effects.counted", asked=formats.count(int(counted["asked"].sum())))
    return texts("rescue.effects.assumed")


def _row(one: pd.Series, reader: Reader) -> tuple[str, ...]:
    texts, formats = reader.texts, reader.formats
    code = str(one["measure"])
    offers = texts(
        "rescue.effects.counts", asked=formats.count(one["asked"]), control=formats.count(one["control"])
    )
    return (
        texts(f"rescue.measure.{code}") if code in _KNOWN else code,
        texts("rescue.effects.leavers" if one["of_leavers"] else "rescue.effects.here"),
        _bounded(one, "kept", reader),
        _bounded(one, "uplift", reader),
        offers if one["asked"] or one["control"] else UNDEFINED,
        _rests_on(one, reader),
        _cost(one, reader),
    )


def _bounded(one: pd.Series, name: str, reader: Reader) -> str:
    """Return a share with its interval; a change has its sign."""
    value, low, high = (float(one[f"{name}{end}"]) for end in ("", "_low", "_high"))
    if math.isnan(value):
        return UNDEFINED
    formats, digits = reader.formats, 1 if name == "uplift" else 0

    def write(share: float) -> str:
        return formats.signed_percent(share, digits) if name == "uplift" else formats.percent(share, digits)

    return reader.texts("warning.bounded", value=write(value), low=write(low), high=write(high))


def _rests_on(one: pd.Series, reader: Reader) -> str:
    """Return how the effect divides into own outcomes, those of other measures, and what was stated."""
    texts, percent = reader.texts, reader.formats.percent
    stated, borrowed = float(one["stated_share"]), float(one["borrowed_share"])
    shares = {"own": 1.0 - stated - borrowed, "others": borrowed, "stated": stated}
    parts = [
        texts(f"rescue.effects.part.{name}", share=percent(share, 0))
        for name, share in shares.items()
        if share >= 0.005
    ]
    return texts("settings.list_comma").join(parts)


def _cost(one: pd.Series, reader: Reader) -> str:
    texts, money = reader.texts, reader.formats.money
    contact, offer = float(one["contact_cost"]), float(one["offer_cost"])
    if math.isnan(contact) and math.isnan(offer):
        return texts("rescue.effects.cost_share")
    return texts("rescue.effects.costs", contact=money(contact), offer=money(offer))
