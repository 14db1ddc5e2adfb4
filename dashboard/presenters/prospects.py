"""Whom to win: who of those who have hardly bought yet looks like the best customers?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.customer_list import ROWS_A_PAGE, CustomerList, list_page
from dashboard.presenters.early_words import level_words, trait_words
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.paging import part_of
from engine.segments.likeness import PROSPECT_LIFT, PROSPECT_LIKENESS, LikenessModel

FIFTHS: Final = (1, 2, 3, 4, 5)
_KINDS: Final = {"first": "likeness_first", "profile": "likeness_profile"}

Cards = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class ProspectsView:
    """Whom to win; ``missing`` says what is needed where no score can be shown.

    ``listed`` are the prospects of the list; ``can_narrow`` says whether a fifth leads to its own.
    """

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    fifths: pd.DataFrame
    usual: float
    in_common: tuple[str, ...]
    listed: pd.DataFrame
    list_caption: str
    can_narrow: bool
    missing: tuple[str, ...]
    alt: str


def prospects_view(
    prospects: pd.DataFrame,
    cards: Cards,
    attribute_labels: Mapping[str, str],
    fifth: int | None,
    grounds: Grounds,
) -> ProspectsView:
    """Return whom to win; ``fifth`` narrows the list to who scores as high as that fifth of the trial did.

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
        return ProspectsView(none, "", (), empty, 0.0, (), empty, "", False, missing, "")
    fifths = _fifths(card, grounds)
    usual = usual_share(card)
    likely = int((prospects["prospect_likeness"] >= 2.0 * usual).sum())
    listed = scored_as(prospects, card, fifth)
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
        listed=listed,
        list_caption=_list_caption(len(listed), card, fifth, grounds),
        can_narrow=_has_limits(card),
        missing=missing,
        alt=texts(
            "prospects.win.alt", said=" · ".join(f"{row.word} {row.label}" for row in fifths.itertuples())
        ),
    )


def usual_share(card: Mapping[str, object]) -> float:
    """Return which share of all newcomers became one of the best where the score was tried."""
    return sum(_number(card[f"fifth_{number}_share"]) for number in FIFTHS) / len(FIFTHS)


def scored_as(prospects: pd.DataFrame, card: Mapping[str, object], fifth: int | None) -> pd.DataFrame:
    """Return who scores as high as a fifth of those did on whom the score was tried; all without one."""
    if fifth not in FIFTHS or not _has_limits(card):
        return prospects
    lowest = {number: _number(card[f"fifth_{number}_lowest_share"]) for number in FIFTHS}
    score, above = prospects["prospect_likeness"], lowest.get(fifth - 1, float("inf"))
    return prospects[(score >= lowest[fifth]) & (score < above)]


def prospect_list(
    listed: pd.DataFrame, page: int, reader: Reader, attribute_labels: Mapping[str, str]
) -> CustomerList:
    """Return a page of prospects with what speaks for each."""
    part = part_of(listed, page, ROWS_A_PAGE)
    rows = _rows(part.rows, attribute_labels, reader)
    labels = {str(name): reader.texts(f"prospects.column.{name}") for name in rows}
    return list_page(part, rows, labels, reader)


def _has_limits(card: Mapping[str, object]) -> bool:
    """Whether an assessment kept from which score on one is in which fifth; older ones didn't."""
    return all(f"fifth_{number}_lowest_share" in card for number in FIFTHS)


def _list_caption(count: int, card: Mapping[str, object], fifth: int | None, grounds: Grounds) -> str:
    texts = grounds.reader.texts
    if fifth not in FIFTHS or not _has_limits(card):
        return texts("prospects.win.list_caption")
    share = grounds.reader.formats.percent(_number(card[f"fifth_{fifth}_share"]))
    return texts(
        "prospects.win.list_of_fifth", count=count, fifth=texts(f"prospects.fifth.{fifth}"), share=share
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
    shares = [_number(card.get(f"fifth_{number}_share")) for number in FIFTHS]
    return pd.DataFrame(
        {
            "code": [str(number) for number in FIFTHS],
            "word": [texts(f"prospects.fifth.{number}") for number in FIFTHS],
            "value": shares,
            "label": [texts("prospects.fifth_label", share=formats.percent(share)) for share in shares],
        }
    )


def _figures(prospects: pd.DataFrame, card: Mapping[str, object], grounds: Grounds) -> tuple[Figure, ...]:
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    bought = int(prospects["purchase_days"].notna().sum()) if "purchase_days" in prospects else 0
    lift = texts("prospects.times", times=formats.decimal(_number(card["lift"])))
    low, high = (formats.decimal(_number(card[f"lift_{end}"])) for end in ("low", "high"))
    interval = texts("customer_file.interval", low=low, high=high)
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


def _rows(shown: pd.DataFrame, labels: Mapping[str, str], reader: Reader) -> pd.DataFrame:
    formats = reader.formats
    cells: dict[str, list[str]] = {"customer_id": shown["customer_id"].astype(str).tolist()}
    if "name" in shown:
        cells["name"] = [name if isinstance(name, str) else "" for name in shown["name"]]
    cells["likeness"] = [formats.percent(value, 0) for value in shown["prospect_likeness"]]
    if "first_purchase_day" in shown:
        cells |= _first_purchases(shown, reader)
    cells["traits"] = [
        trait_words(traits, labels, reader) or UNDEFINED for traits in shown["prospect_traits"]
    ]
    return pd.DataFrame(cells, index=pd.Index(shown["customer_key"].astype(int), name="customer_key"))


def _first_purchases(shown: pd.DataFrame, reader: Reader) -> dict[str, list[str]]:
    formats, never = reader.formats, reader.texts("prospects.never")
    return {
        "first": [formats.day(day) if pd.notna(day) else never for day in shown["first_purchase_day"]],
        "amount": [formats.money(amount) for amount in shown["amount_total"]],
    }


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def _whole(value: object) -> int:
    return int(_number(value))
