"""Which assumptions of a rescue can be typed, and what stands behind each default?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.assumption_words import source_words
from dashboard.presenters.assumptions import Entry, Group, Kind, Section, number, percent
from dashboard.presenters.terms import term
from engine.rescue.assumptions import (
    STRENGTHS,
    VERBRAKEN,
    Assumption,
    RescueAssumptions,
    allowed_range,
    name_message_id,
)

SUBJECT: Final = "rescue"
GROUPS: Final = {
    "success": ("kept", "kept_strength", "won_back", "won_back_strength", "returns_unaided", "ill_fitting"),
    "cost": ("contact_cost", "offer_cost", "contact_share", "offer_share", "redeemed_by_stayers"),
    "talk": ("told", "within_reach", "swayed", "talk_left"),
    "dissatisfied": ("dissatisfied",),
    "by_cause": ("success_by_cause",),
    "by_bond": ("success_by_stage", "success_by_switching_cost"),
}
"""Heading -> the assumptions under it; one that differs by cause or stage stands for all of these."""

_MONEY: Final = ("contact_cost", "offer_cost")
_ENDS: Final = ("", "_low", "_high")
_MOST: Final = {"money": 1e9, "number": 10_000.0, "percent": 1.0}
_LEAST_STRENGTH: Final = 1.0


def rescue_section(
    reader: Reader, effects: pd.DataFrame | None = None, typed: Mapping[str, float] | None = None
) -> Section:
    """Return all that can be typed of a rescue, group by group, with what was measured instead.

    ``effects`` is what the measures of the newest assessment do, made with what was ``typed`` then.
    """
    records = {} if effects is None or effects.empty else measured(effects, typed or {}, reader)
    texts, given = reader.texts, RescueAssumptions()
    known = dict(given.named()) | {name: _strength(name, given) for name in STRENGTHS}
    groups = []
    for code, names in GROUPS.items():
        members = [name for wanted in names for name in known if name.partition(".")[0] == wanted]
        entries = tuple(_entry(name, known[name], reader, records.get(name, "")) for name in members)
        groups.append(Group(texts(f"assumptions.rescue.{code}"), entries))
    title, caption = texts("assumptions.rescue.title"), texts("assumptions.rescue.caption")
    return Section(SUBJECT, title, caption, tuple(groups))


def measured(effects: pd.DataFrame, typed: Mapping[str, float], reader: Reader) -> dict[str, str]:
    """Return what the company's own records say in the place of assumptions, a sentence each by name."""
    texts, money, found = reader.texts, reader.formats.money, {}
    for name, of_leavers in (("kept", False), ("won_back", True)):
        own = effects["origin"].isin(("measured", "outcomes")) & (effects["of_leavers"] == of_leavers)
        if own.any():
            mean = {end: percent(float(effects.loc[own, f"kept{end}"].mean()), reader, 0) for end in _ENDS}
            said = reader.texts("warning.bounded", value=mean[""], low=mean["_low"], high=mean["_high"])
            found[name] = texts("assumptions.measured.kept", count=int(own.sum()), share=said)
    tried = effects[effects["asked"] > 0]
    for name in _MONEY:
        amounts = tried[name].dropna()
        if len(amounts) and f"{SUBJECT}.{name}" not in typed:
            found[name] = texts("assumptions.measured.amount", amount=money(float(amounts.mean())))
    if len(tried) and f"{SUBJECT}.redeemed_by_stayers" not in typed:
        share = percent(float(tried["redeemed"].mean()), reader, 0)
        found["redeemed_by_stayers"] = texts("assumptions.measured.redeemed", share=share)
    return found


def assumption_label(name: str, reader: Reader) -> str:
    """Return what an assumption is called; of one that differs by cause or stage, for which it is."""
    group, _, member = name.partition(".")
    if not member:
        return reader.texts(name_message_id(name))
    if group == "success_by_stage":
        return term("stage", member, reader.texts)
    if group == "success_by_switching_cost":
        return reader.texts(f"assumptions.switching_cost.{member}")
    return term("cause", member, reader.texts)


def _entry(name: str, one: Assumption, reader: Reader, record: str) -> Entry:
    kind = _kind(name)
    low, high = allowed_range(name)
    return Entry(
        name=f"{SUBJECT}.{name}",
        label=assumption_label(name, reader),
        kind=kind,
        default=one.value,
        low=_LEAST_STRENGTH if name in STRENGTHS else low,
        high=_MOST["number"] if name in STRENGTHS else min(high, _MOST[kind]),
        about=f"{_about(name, one, kind, reader)} {record}".strip(),
    )


def _strength(name: str, given: RescueAssumptions) -> Assumption:
    """Return for how many outcomes a prior counts; that of γ is part of the published one."""
    source = VERBRAKEN if name == "kept_strength" else ""
    return Assumption(getattr(given, name), origin="source" if source else "assumed", source=source)


def _kind(name: str) -> Kind:
    if name in _MONEY:
        return "money"
    if name in STRENGTHS or allowed_range(name)[1] != 1.0:
        return "number"
    return "percent"


def _about(name: str, one: Assumption, kind: Kind, reader: Reader) -> str:
    """Return what stands in for an empty field: the default, how sure it is, and who says so."""
    texts, write = reader.texts, percent if kind == "percent" else number
    if math.isnan(one.value):
        return texts("assumptions.about.from_records")
    low, high = one.range
    origin = texts(one.message_id)
    if one.source:
        origin = texts("ceiling.with_source", origin=origin, source=source_words(one.source, reader))
    said = {"default": write(one.value, reader), "origin": origin}
    if name in STRENGTHS or f"{name}_strength" in STRENGTHS:
        return texts(f"assumptions.about.{'strength' if name in STRENGTHS else 'prior'}", **said)
    if low == high:
        return texts("assumptions.about.certain", **said)
    return texts("assumptions.about.range", low=write(low, reader), high=write(high, reader), **said)
