"""Whom to win: who of those who have hardly bought yet looks like the best customers?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED
from dashboard.presenters.early_words import level_words, trait_words
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from engine.segments.likeness import PROSPECT_LIFT, PROSPECT_LIKENESS, LikenessModel

MOST_LISTED: Final = 1_000
_KINDS: Final = {"first": "likeness_first", "profile": "likeness_profile"}

Cards = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class ProspectsView:
    """Whom to win; ``missing`` says what is needed where no score can be shown."""

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    fifths: pd.DataFrame
    usual: float
    in_common: tuple[str, ...]
    rows: pd.DataFrame
    labels: dict[str, str]
    missing: tuple[str, ...]
    alt: str


def prospects_view(
    prospects: pd.DataFrame, cards: Cards, attribute_labels: Mapping[str, str], grounds: Grounds
) -> ProspectsView:
    """Return whom to win.

    ``prospects`` are those of the assessment with a single purchase and those without any, with
    ``prospect_likeness``; see ``prospects_of``.
    """
    reader = grounds.reader
    texts = reader.texts
    card = _leading_card(prospects, cards)
    missing = tuple(
        _missing(name, cards, grounds) for name in _KINDS.values() if _lacks(name, prospects, cards)
    )
    if not card:
        empty = pd.DataFrame()
        none = texts("prospects.win.headline.none")
        return ProspectsView(none, "", (), empty, 0.0, (), empty, {}, missing, "")
    fifths = _fifths(card, grounds)
    usual = float(fifths["value"].mean())
    likely = int((prospects["prospect_likeness"] >= 2.0 * usual).sum())
    rows = _rows(prospects, attribute_labels, grounds)
    return ProspectsView(
        headline=texts("prospects.win.headline", count=likely, whole=len(prospects)),
        caption=texts(
            "prospects.win.caption",
            months=_whole(card["follow_months"]),
            share=reader.formats.percent(usual, 0),
        ),
        figures=_figures(prospects, card, grounds),
        fifths=fifths,
        usual=usual,
        in_common=_in_common(card, attribute_labels, grounds),
        rows=rows,
        labels={name: texts(f"prospects.column.{name}") for name in rows.columns},
        missing=missing,
        alt=texts(
            "prospects.win.alt", said=" · ".join(f"{row.word} {row.label}" for row in fifths.itertuples())
        ),
    )


def prospects_of(customers: pd.DataFrame, without: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Return everybody who is scored, the likeliest first: those with one purchase and those ``without``."""
    once = (
        customers[customers["prospect_likeness"].notna()]
        if "prospect_likeness" in customers
        else customers[:0]
    )
    without = without[without["prospect_likeness"].notna()]
    if not names.empty:
        without = without.assign(name=without["customer_id"].map(names))
    frames = [frame for frame in (once, without) if not frame.empty]
    if not frames:
        return once.assign(prospect_likeness=[], prospect_traits=[]) if once.empty else once
    found = pd.concat(frames, ignore_index=True)
    return found.sort_values(["prospect_likeness", "customer_id"], ascending=[False, True], ignore_index=True)


def _leading_card(prospects: pd.DataFrame, cards: Cards) -> Mapping[str, object]:
    """Return the card of the model behind most of the scores; empty where nobody is scored."""
    if prospects.empty:
        return {}
    bought = prospects["purchase_days"].notna().sum() if "purchase_days" in prospects else 0
    order = ("first", "profile") if bought >= len(prospects) / 2 else ("profile", "first")
    found = [cards.get(_KINDS[kind], {}) for kind in order]
    return next((card for card in found if card.get("model")), {})


def _lacks(name: str, prospects: pd.DataFrame, cards: Cards) -> bool:
    """Whether a model is missing that would have scored somebody.

    Attributes alone only matter where nobody is scored.
    """
    has_model = bool(cards.get(name, {}).get("model"))
    return not has_model and (name == _KINDS["first"] or prospects.empty)


def _missing(name: str, cards: Cards, grounds: Grounds) -> str:
    texts = grounds.reader.texts
    card = cards.get(name)
    if card is None:
        return texts("prospects.missing.older")
    variant = card.get("variant", "")
    return texts(f"card.{name}.{card['status']}.{variant}", **card)


def _fifths(card: Mapping[str, object], grounds: Grounds) -> pd.DataFrame:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    shares = [_number(card.get(f"fifth_{number}_share")) for number in range(1, 6)]
    return pd.DataFrame(
        {
            "code": [str(number) for number in range(1, 6)],
            "word": [texts(f"prospects.fifth.{number}") for number in range(1, 6)],
            "value": shares,
            "label": [texts("prospects.fifth_label", share=formats.percent(share)) for share in shares],
        }
    )


def _figures(prospects: pd.DataFrame, card: Mapping[str, object], grounds: Grounds) -> tuple[Figure, ...]:
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    bought = int(prospects["purchase_days"].notna().sum()) if "purchase_days" in prospects else 0
    lift = texts("prospects.times", times=formats.decimal(_number(card["lift"])))
    interval = f"{formats.decimal(_number(card['lift_low']))} – {formats.decimal(_number(card['lift_high']))}"
    rows = texts("customers.rows", count=len(prospects))
    tried = texts("customers.rows", count=_whole(card["later"]))
    months = _whole(card["follow_months"])
    return (
        Figure(
            texts("prospects.figure.scored"),
            formats.count(len(prospects)),
            explained("prospects.why.scored", PROSPECT_LIKENESS, rows, grounds),
            note=texts("prospects.figure_note.scored", once=bought, never=len(prospects) - bought),
        ),
        Figure(
            texts("prospects.figure.lift"),
            lift,
            explained("prospects.why.lift", PROSPECT_LIFT, tried, grounds, interval=interval),
            note=texts("prospects.figure_note.lift", interval=interval),
        ),
        Figure(
            texts("prospects.figure.learned"),
            formats.count(_number(card["learned"])),
            explained("prospects.why.learned", PROSPECT_LIKENESS, tried, grounds),
            note=texts("prospects.figure_note.learned", later=_whole(card["later"]), months=months),
        ),
    )


def _in_common(card: Mapping[str, object], labels: Mapping[str, str], grounds: Grounds) -> tuple[str, ...]:
    """Return what speaks most for and against becoming one of the best, in words."""
    reader = grounds.reader
    strongest = LikenessModel.read(str(card["model"])).strongest()
    said = [
        reader.texts(
            "prospects.speaks_for" if odds >= 1.0 else "prospects.speaks_against",
            trait=level_words(level, labels, reader),
            times=reader.formats.decimal(odds if odds >= 1.0 else 1.0 / odds),
        )
        for level, odds in sorted(strongest, key=lambda one: -one[1])
    ]
    return tuple(line[:1].upper() + line[1:] for line in said)


def _rows(prospects: pd.DataFrame, labels: Mapping[str, str], grounds: Grounds) -> pd.DataFrame:
    reader = grounds.reader
    formats = reader.formats
    shown = prospects.head(MOST_LISTED)
    cells: dict[str, list[str]] = {"customer_id": shown["customer_id"].astype(str).tolist()}
    if "name" in shown:
        cells["name"] = [name if isinstance(name, str) else "" for name in shown["name"]]
    cells["likeness"] = [formats.percent(value, 0) for value in shown["prospect_likeness"]]
    if "first_purchase_day" in shown:
        cells |= _first_purchases(shown, grounds)
    cells["traits"] = [
        trait_words(traits, labels, reader) or UNDEFINED for traits in shown["prospect_traits"]
    ]
    return pd.DataFrame(cells, index=pd.Index(shown["customer_key"].astype(int), name="customer_key"))


def _first_purchases(shown: pd.DataFrame, grounds: Grounds) -> dict[str, list[str]]:
    formats, never = grounds.reader.formats, grounds.reader.texts("prospects.never")
    return {
        "first": [formats.day(day) if pd.notna(day) else never for day in shown["first_purchase_day"]],
        "amount": [formats.money(amount) for amount in shown["amount_total"]],
    }


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def _whole(value: object) -> int:
    return int(_number(value))
