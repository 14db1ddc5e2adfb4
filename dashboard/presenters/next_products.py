"""What to offer whom: which products fit next, and do the suggestions deserve trust?"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.customer_list import ROWS_A_PAGE, CustomerList, list_page
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.paging import part_of
from engine.formulas import Formula
from engine.segments.item_scores import ITEM_REGRESSION, ITEM_SIMILARITY
from engine.segments.next_product import HIT_RATE, LENGTHS

_MOST_PRODUCTS: Final = 8


@dataclass(frozen=True)
class OffersView:
    """What to offer; ``products`` are the bars that lead to whom each is offered."""

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    hits: pd.DataFrame
    products: pd.DataFrame
    listed: pd.DataFrame
    list_caption: str
    missing: str
    alt: str
    products_alt: str


@dataclass(frozen=True)
class NextOffer:
    """What to offer one customer, each with its reason; ``missing`` where there is nothing to say."""

    sentence: str
    further: str
    note: str
    missing: str


def product_number(product_id: str) -> int:
    """Return the number under which a product may stand in an address."""
    return zlib.crc32(product_id.encode())


def has_offers(customers: pd.DataFrame) -> bool:
    """Whether there is something to offer to anybody; without products there isn't."""
    return not _offered(customers).empty


def offers_view(
    customers: pd.DataFrame,
    card: Mapping[str, object],
    names: pd.Series,
    product: int | None,
    grounds: Grounds,
) -> OffersView:
    """Return what to offer whom; ``product`` narrows the list to one product's number."""
    reader = grounds.reader
    texts = reader.texts
    offered = _offered(customers)
    if offered.empty or "way" not in card:
        none, nothing = texts("prospects.offer.headline.none"), pd.DataFrame()
        missing = _missing(card, grounds)
        return OffersView(none, "", (), nothing, nothing, nothing, "", missing, "", "")
    offered = offered.assign(expected=offered["next_product_probability"] * offered["next_product_margin"])
    offered = offered.sort_values(["expected", "customer_id"], ascending=[False, True], ignore_index=True)
    numbers = {str(one): product_number(str(one)) for one in offered["next_product_id"].unique()}
    products, months = _products(offered, names, numbers, reader), _whole(card["months"])
    listed = offered if product is None else offered[offered["next_product_id"].map(numbers) == product]
    hits = _hits(card, reader)
    return OffersView(
        headline=texts(f"prospects.offer.headline.{_variant(card)}", **_said(card, reader)),
        caption=texts("prospects.offer.caption", months=months),
        figures=_figures(offered, card, grounds),
        hits=hits,
        products=products,
        listed=listed,
        list_caption=_list_caption(listed, names, product, grounds),
        missing="",
        alt=texts(
            "prospects.offer.alt",
            said=" · ".join(f"{row.length}: {row.label} ({row.popular_label})" for row in hits.itertuples()),
        ),
        products_alt=" · ".join(f"{row.word} {row.label}" for row in products.itertuples()),
    )


def offer_list(listed: pd.DataFrame, page: int, reader: Reader, names: pd.Series) -> CustomerList:
    """Return a page of what to offer whom."""
    part = part_of(listed, page, ROWS_A_PAGE)
    rows = _rows(part.rows, names, reader)
    labels = {str(name): reader.texts(f"prospects.column.{name}") for name in rows}
    return list_page(part, rows, labels, reader)


def next_offer(
    customer: pd.Series, card: Mapping[str, object], names: pd.Series, grounds: Grounds
) -> NextOffer:
    """Return what to offer one customer next, and why."""
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    product = customer.get("next_product_id")
    if not isinstance(product, str):
        missing = _missing(card, grounds) if "way" not in card else texts("prospects.file.everything")
        return NextOffer("", "", "", missing)
    because = customer.get("next_product_because")
    kind = "because" if isinstance(because, str) and because else "popular"
    sentence = texts(
        f"prospects.file.{kind}.{grounds.measure}",
        product=_name(product, names),
        because=_name(because, names),
        chance=formats.percent(customer["next_product_probability"], 0),
        months=_whole(card.get("months", 6)),
        margin=formats.money(customer["next_product_margin"]),
    )
    several = customer.get("next_products")
    others = several.split("\n")[1:] if isinstance(several, str) else []
    further = texts(
        "prospects.file.further", products=texts("prospects.and").join(_name(one, names) for one in others)
    )
    note = texts(f"prospects.file.note.{_variant(card)}", **_said(card, reader))
    return NextOffer(sentence, further if others else "", note, "")


def _variant(card: Mapping[str, object]) -> str:
    return "best_sellers" if card.get("variant") == "best_sellers" else "found"


def _said(card: Mapping[str, object], reader: Reader) -> dict[str, str]:
    return {
        "rate": reader.formats.percent(_number(card["hit_3_rate"]), 0),
        "popular": reader.formats.percent(_number(card["popular_3_rate"]), 0),
    }


def _offered(customers: pd.DataFrame) -> pd.DataFrame:
    known = "next_product_id" in customers
    return customers[customers["next_product_id"].notna()] if known else customers[:0]


def _missing(card: Mapping[str, object], grounds: Grounds) -> str:
    texts = grounds.reader.texts
    if not card:
        return texts("prospects.missing.older")
    return texts(f"card.crossselling.{card['status']}.{card['variant']}", **card)


def _figures(offered: pd.DataFrame, card: Mapping[str, object], grounds: Grounds) -> tuple[Figure, ...]:
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    buyers = texts("customers.rows", count=_whole(card["buyers"]))
    everybody = texts("customers.rows", count=len(offered))
    way: Formula = ITEM_REGRESSION if card["way"] == "regression" else ITEM_SIMILARITY
    low, high = (formats.percent(_number(card[f"hit_3_{end}_rate"]), 0) for end in ("low", "high"))
    gain, least, most = (f"{100.0 * _number(card[f'gain{end}_share']):+.0f}" for end in ("", "_low", "_high"))
    found = texts("customer_file.interval", low=low, high=high)
    beyond = texts("customer_file.interval", low=least, high=most)
    parts = (
        ("hits", formats.percent(_number(card["hit_3_rate"]), 0), HIT_RATE, buyers, found),
        ("gain", texts("prospects.points", points=gain), HIT_RATE, buyers, beyond),
        ("offered", formats.count(len(offered)), way, everybody, ""),
        (f"expected.{grounds.measure}", formats.money(offered["expected"].sum()), HIT_RATE, everybody, ""),
    )
    said = _said(card, reader)
    months = _whole(card["months"])
    return tuple(
        Figure(
            texts(f"prospects.figure.{name}"),
            value,
            explained(f"prospects.why.{name}", formula, rows, grounds, interval=interval),
            note=texts(
                f"prospects.figure_note.{name}", popular=said["popular"], months=months, interval=interval
            ),
        )
        for name, value, formula, rows, interval in parts
    )


def _hits(card: Mapping[str, object], reader: Reader) -> pd.DataFrame:
    rows = []
    for length in LENGTHS:
        rate, popular = _number(card[f"hit_{length}_rate"]), _number(card[f"popular_{length}_rate"])
        rows.append(
            {
                "length": reader.formats.count(length),
                "rate": rate,
                "low": _number(card[f"hit_{length}_low_rate"]),
                "high": _number(card[f"hit_{length}_high_rate"]),
                "label": reader.formats.percent(rate, 0),
                "popular_rate": popular,
                "popular_label": reader.formats.percent(popular, 0),
            }
        )
    return pd.DataFrame(rows)


def _products(
    offered: pd.DataFrame, names: pd.Series, numbers: Mapping[str, int], reader: Reader
) -> pd.DataFrame:
    grouped = offered.groupby("next_product_id").agg(
        customers=("expected", "size"), value=("expected", "sum")
    )
    top = grouped.sort_values("value", ascending=False, kind="stable").head(_MOST_PRODUCTS)
    return pd.DataFrame(
        {
            "code": [str(numbers[str(one)]) for one in top.index],
            "word": [_name(one, names) for one in top.index],
            "value": top["value"].to_numpy(),
            "label": [
                reader.texts("prospects.product_label", count=int(count), money=reader.formats.money(value))
                for count, value in zip(top["customers"], top["value"], strict=True)
            ],
        }
    )


def _rows(shown: pd.DataFrame, names: pd.Series, reader: Reader) -> pd.DataFrame:
    formats = reader.formats
    cells: dict[str, list[str]] = {"customer_id": shown["customer_id"].astype(str).tolist()}
    if "name" in shown:
        cells["name"] = [name if isinstance(name, str) else "" for name in shown["name"]]
    cells["product"] = [_name(one, names) for one in shown["next_product_id"]]
    cells["chance"] = [formats.percent(value, 0) for value in shown["next_product_probability"]]
    cells["margin"] = [formats.money(value) for value in shown["next_product_margin"]]
    cells["expected"] = [formats.money(value) for value in shown["expected"]]
    cells["because"] = [_name(one, names) for one in shown["next_product_because"]]
    return pd.DataFrame(cells, index=pd.Index(shown["customer_key"].astype(int), name="customer_key"))


def _list_caption(listed: pd.DataFrame, names: pd.Series, product: int | None, grounds: Grounds) -> str:
    texts = grounds.reader.texts
    if product is None or listed.empty:
        return texts("prospects.offer.list_caption", count=len(listed))
    return texts(
        "prospects.offer.list_of_product",
        count=len(listed),
        product=_name(listed["next_product_id"].iloc[0], names),
    )


def _name(product: object, names: pd.Series) -> str:
    return str(names.get(product, product)) if isinstance(product, str) and product else UNDEFINED


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def _whole(value: object) -> int:
    return int(_number(value))
