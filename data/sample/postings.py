"""What does a stay leave in the books: rooms, extras, refunds, with margin net of commission?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.world import (
    CHANNELS,
    COMMISSION,
    COST_PER_ROOM_NIGHT,
    DAYS,
    EXTRAS,
    HOUSES,
    ROOMS,
    dates,
    house_table,
    season_by_month,
    table,
)

_PRICE_RISE = 0.11
_INFLATION_PER_YEAR = 0.028
# How much of the season's swing the prices follow.
_PRICE_FOLLOWS_SEASON = 0.22
_PRODUCTS = (*ROOMS, *EXTRAS)
_GOODWILL = len(_PRODUCTS)
_CODES = np.array([*(product.code for product in _PRODUCTS), "GOODWILL"])
_LABELS = np.array([*(product.label for product in _PRODUCTS), "Goodwill refund"])
_EXTRA_CATEGORIES = ("breakfast", "restaurant", "spa", "parking", "conference")
_CATEGORIES = np.array([*["room"] * len(ROOMS), *_EXTRA_CATEGORIES, "refund"])


def products_list() -> pd.DataFrame:
    """Return the price list: every product of every house under its own id."""
    house, product = np.divmod(np.arange(len(HOUSES) * len(_CODES)), len(_CODES))
    return pd.DataFrame(
        {
            "product_id": _product_ids(house, product),
            "label": _product_labels(house, product),
            "category": _CATEGORIES[product],
            "house": house_table("name")[house],
        }
    )


def draw_transactions(
    rng: np.random.Generator, guests: pd.DataFrame, stays: pd.DataFrame, failures: pd.DataFrame
) -> pd.DataFrame:
    """Return the books, one row a posting in order of day; refunds and cancellations are negative.

    Everything of a stay is booked on its first day under one order. ``stay`` is its label in ``stays``.
    """
    rooms = _rooms(rng, guests, stays)
    happened = rooms.loc[~stays["cancelled"].to_numpy()]
    extras = [_extra(rng, happened, stays, number) for number in range(len(EXTRAS))]
    given_back = [_cancellations(rng, rooms, stays), _goodwill(rng, rooms, failures)]
    books = pd.concat([rooms, *extras, *given_back], ignore_index=True)
    return books[books["day"] < DAYS].sort_values(["day", "stay"], kind="stable", ignore_index=True)


def _rooms(rng: np.random.Generator, guests: pd.DataFrame, stays: pd.DataFrame) -> pd.DataFrame:
    guest, kind = stays["guest"].to_numpy(), stays["kind"].to_numpy()
    house, month = stays["house"].to_numpy(), stays["month"].to_numpy()
    room = guests["room"].to_numpy()[guest]
    nights = stays["nights"].to_numpy() * stays["rooms"].to_numpy()
    season = 1.0 + _PRICE_FOLLOWS_SEASON * (season_by_month()[kind, month] - 1.0)
    risen = np.where(month >= house_table("price_rise_month")[house], 1.0 + _PRICE_RISE, 1.0)
    price = house_table("price")[house] * season * risen * (1.0 + _INFLATION_PER_YEAR) ** (month / 12.0)
    price *= table("price_factor")[kind] * np.array([product.price for product in ROOMS])[room]
    price *= (1.0 - guests["discount"].to_numpy()[guest]) * np.exp(rng.normal(0.0, 0.07, len(stays)))
    amount = (price * nights).round(2)
    channel = stays["channel"].to_numpy()
    share = np.array([product.margin for product in ROOMS])[room] - COMMISSION[channel]
    cancelled = stays["cancelled"].to_numpy()
    return pd.DataFrame(
        {
            "stay": stays.index.to_numpy(),
            "guest": guest,
            "house": house,
            "product": room,
            "day": stays["day"].to_numpy(),
            "amount": amount,
            # A cancelled night costs nothing to clean, but the agent keeps nothing either.
            "margin": (amount * share - np.where(cancelled, 0.0, COST_PER_ROOM_NIGHT * nights)).round(2),
            "quantity": nights,
            "channel": channel,
        }
    )


def _extra(rng: np.random.Generator, rooms: pd.DataFrame, stays: pd.DataFrame, number: int) -> pd.DataFrame:
    """Return the postings of one kind of extra; what is not taken leaves no row."""
    product = EXTRAS[number]
    kind = stays["kind"].reindex(rooms["stay"]).to_numpy()
    taken = rng.random(len(rooms)) < table("extras")[kind, number]
    chosen: pd.DataFrame = rooms[taken]
    quantity = chosen["quantity"].to_numpy()
    if product.code == "CONFERENCE":
        quantity = 1 + quantity // 8
    elif product.code == "SPA":
        quantity = 1 + rng.binomial(2, 0.3, size=len(chosen))
    amount = (product.price * quantity * np.exp(rng.normal(0.0, 0.16, len(chosen)))).round(2)
    margin = (amount * product.margin).round(2)
    return chosen.assign(product=len(ROOMS) + number, amount=amount, margin=margin, quantity=quantity)


def _cancellations(rng: np.random.Generator, rooms: pd.DataFrame, stays: pd.DataFrame) -> pd.DataFrame:
    cancelled = rooms[stays["cancelled"].to_numpy()]
    share = np.where(rng.random(len(cancelled)) < 0.75, 1.0, 0.8)
    return cancelled.assign(
        day=cancelled["day"] + rng.integers(1, 12, size=len(cancelled)),
        amount=-(cancelled["amount"] * share).round(2),
        margin=-(cancelled["margin"] * share).round(2),
        quantity=-cancelled["quantity"],
    )


def _goodwill(rng: np.random.Generator, rooms: pd.DataFrame, failures: pd.DataFrame) -> pd.DataFrame:
    """Return what was given back after failures: the whole of it comes off the margin."""
    granted = failures[failures["refunded_share"] > 0.0]
    back = rooms.set_index("stay").loc[granted["stay"]].reset_index()
    amount = -(back["amount"] * granted["refunded_share"].to_numpy()).round(2)
    return back.assign(
        product=_GOODWILL,
        day=granted["day"].to_numpy() + rng.integers(0, 15, size=len(back)),
        amount=amount,
        margin=amount,
        quantity=1,
    )


def transactions_file(guests: pd.DataFrame, books: pd.DataFrame) -> pd.DataFrame:
    """Return the books as the group's own system would hand them out."""
    house, product = books["house"].to_numpy(), books["product"].to_numpy()
    return pd.DataFrame(
        {
            "row_id": _numbered("P", np.arange(1, len(books) + 1), 7),
            "customer_id": guests["customer_id"].to_numpy()[books["guest"]],
            "day": dates(books["day"].to_numpy()),
            "amount": books["amount"],
            "margin": books["margin"],
            "quantity": books["quantity"],
            "product_id": _product_ids(house, product),
            "product_label": _product_labels(house, product),
            "channel": np.array(CHANNELS)[books["channel"]],
            "order_id": _numbered("B", books["stay"].to_numpy() + 1, 6),
        }
    )


def _numbered(letter: str, numbers: np.ndarray, digits: int) -> list[str]:
    return [f"{letter}{number:0{digits}d}" for number in numbers.tolist()]


def _product_ids(house: np.ndarray, product: np.ndarray) -> np.ndarray:
    every = np.array([[f"{code}-{thing}" for thing in _CODES] for code in house_table("code")])
    return np.asarray(every[house, product])


def _product_labels(house: np.ndarray, product: np.ndarray) -> np.ndarray:
    every = np.array([[f"{thing}, {name}" for thing in _LABELS] for name in house_table("name")])
    return np.asarray(every[house, product])
