"""What does each question of the surveys measure, what is suggested, and what is still lacking?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.formats import Reader
from engine.satisfaction.roles import EXPECTATION_OF, GROUPS, ROLES

NONE: Final = ""
CHOICES: Final = (*ROLES, NONE)
# What figures need at least one question of, in the order in which it is said.
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "overall": ("csat", "nps", "experience"),
    "nps": ("nps",),
    "loyalty": ("loyalty_intention", "attention_to_brand", *GROUPS["loyalty"]),
    "value": GROUPS["value"],
    "cost": GROUPS["cost"],
}
_GROUP_OF: Final = {role: group for group, roles in GROUPS.items() for role in roles}


@dataclass(frozen=True)
class ItemRow:
    """A question as the editor shows it; ``role`` is None while nobody said."""

    item_id: str
    title: str
    caption: str
    suggestion: str
    role: str | None
    version: int


@dataclass(frozen=True)
class ItemRolesView:
    """All questions, what was found of them in a sentence, and what no question measures yet."""

    headline: str
    rows: tuple[ItemRow, ...]
    lacking: tuple[str, ...]
    suggested: int


@dataclass(frozen=True)
class ChangeView:
    """Roles that were saved together; ``can_take_back`` for the newest that counts."""

    change_key: int
    text: str
    caption: str
    can_take_back: bool


def item_roles_view(items: Sequence[Mapping[str, Any]], reader: Reader) -> ItemRolesView:
    """Return the editor's words from the questions, as the use case returns them, as mappings.

    Questions that were answered in people's own words alone measure nothing and are left out.
    """
    texts = reader.texts
    items = [item for item in items if item["answers"] or not item["comments"]]
    rows = tuple(_row(item, reader) for item in items)
    roles = {item["role"] for item in items}
    known = sum(row.role is not None for row in rows)
    suggested = sum(bool(row.suggestion) and row.role is None for row in rows)
    lacking = tuple(
        texts(f"item_roles.lacking.{name}") for name, needed in _NEEDED.items() if not roles & set(needed)
    )
    if not rows:
        return ItemRolesView(texts("item_roles.none"), (), (), 0)
    headline = (
        texts("item_roles.headline.open", count=len(rows), open=len(rows) - known)
        if known < len(rows)
        else texts("item_roles.headline.done", count=len(rows))
    )
    return ItemRolesView(headline, rows, lacking, suggested)


def role_word(role: str | None, reader: Reader) -> str:
    """Return a role with the group it belongs to, as a list offers it."""
    if role is None:
        return reader.texts("item_roles.unsaid")
    if role not in _GROUP_OF:
        return reader.texts("item_roles.something_else")
    said = reader.texts(f"experience.role.{role}")
    if role in EXPECTATION_OF:  # the word says by itself what it is
        return said
    group = reader.texts(f"item_roles.group.{_GROUP_OF[role]}")
    return reader.texts("item_roles.role", group=group, role=said)


def change_views(changes: Sequence[Mapping[str, Any]], reader: Reader) -> list[ChangeView]:
    """Return what was changed, newest first; only the newest that still counts can be taken back."""
    newest = next((one["change_key"] for one in changes if one["undone_at"] is None), None)
    return [_change(one, newest, reader) for one in changes]


def is_newer(changes: Sequence[Mapping[str, Any]], made_at: dt.datetime | None) -> bool:
    """Whether roles were changed, or given back, after an assessment was made."""
    moments = [one[name] for one in changes for name in ("changed_at", "undone_at") if one[name] is not None]
    return made_at is not None and any(moment > made_at for moment in moments)


def _row(item: Mapping[str, Any], reader: Reader) -> ItemRow:
    texts, formats = reader.texts, reader.formats
    said = [texts("item_roles.answers", count=item["answers"])]
    if item["scale_low"] is not None:
        low, high = (formats.decimal(item[name], 0) for name in ("scale_low", "scale_high"))
        said.insert(0, texts("item_roles.scale", low=low, high=high))
    if item["expectations"]:
        said.append(texts("item_roles.expectations", count=item["expectations"]))
    if item["comments"]:
        said.append(texts("item_roles.comments", count=item["comments"]))
    if item["not_applicable"]:
        codes = item["missing_codes"]
        named = "item_roles.not_applicable.codes" if codes else "item_roles.not_applicable"
        said.append(texts(named, count=item["not_applicable"], codes=codes))
    suggested = item["suggested"]
    suggestion = ""
    if suggested is not None and suggested != item["role"]:
        suggestion = texts("item_roles.suggested", role=role_word(suggested, reader))
    return ItemRow(
        item["item_id"], _title(item, reader), " · ".join(said), suggestion, item["role"], item["version"]
    )


def _title(item: Mapping[str, Any], reader: Reader) -> str:
    """Return a question as its file named it: its words, else what it measures, and its code beside them."""
    name = str(item["label"]) or reader.texts(f"experience.role.{item['role']}")
    if name == item["item_id"]:
        return name
    return reader.texts("item_roles.name_with_id", name=name, item=item["item_id"])


def _change(one: Mapping[str, Any], newest: int | None, reader: Reader) -> ChangeView:
    texts = reader.texts
    said = [
        texts(
            "item_roles.changed", item=item, before=role_word(before, reader), after=role_word(after, reader)
        )
        for item, (before, after) in one["roles"].items()
    ]
    caption = texts("item_roles.changed_at", moment=reader.formats.moment(one["changed_at"]))
    if one["undone_at"] is not None:
        caption = texts("item_roles.taken_back_at", moment=reader.formats.moment(one["undone_at"]))
    return ChangeView(one["change_key"], "; ".join(said), caption, one["change_key"] == newest)
