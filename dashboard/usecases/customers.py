"""What is there to read about one customer, and how are they all called?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from data import assessments as stored
from data import reading, voices
from data.viewer import Viewer

__all__ = [
    "HISTORY_COLUMNS",
    "Attribute",
    "CustomerRecord",
    "answers",
    "customer_key",
    "customer_record",
    "history",
    "names",
]

# What a customer's history shows; a company's whole assessments would be read for the rest.
HISTORY_COLUMNS = (
    "customer_id",
    "customer_key",
    "amount_total",
    "current_value",
    "potential_value",
    "value_tier",
    "abc_class",
    "lifecycle_stage",
    "churn_state",
)


@dataclass(frozen=True)
class Attribute:
    """Something that is known of a customer since a day, under the heading it first came with."""

    label: str
    text: str
    known_on: dt.date


@dataclass(frozen=True)
class CustomerRecord:
    """What the company's own files say of a customer.

    ``transactions`` are newest first; ``name`` is empty where none is known or may be shown;
    ``customer_key`` is whom a merged customer is read as, ``other_ids`` its further ids.
    """

    customer_key: int
    customer_id: str
    other_ids: tuple[str, ...]
    name: str
    transactions: pd.DataFrame
    attributes: tuple[Attribute, ...]


def customer_record(viewer: Viewer, slug: str, key: int) -> CustomerRecord:
    """Return a customer's transactions and attributes.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    attributes = _latest(viewer, slug, key)
    ids = reading.customer_ids(viewer, slug, key)
    (own_key, own_id), *others = ids.items()
    return CustomerRecord(
        customer_key=own_key,
        customer_id=own_id,
        other_ids=tuple(other for _, other in others),
        name=attributes["name"].text if "name" in attributes else "",
        transactions=reading.customer_facts(viewer, slug, key),
        attributes=tuple(attribute for name, attribute in attributes.items() if name != "name"),
    )


def history(viewer: Viewer, slug: str, key: int) -> list[tuple[dt.date, pd.Series]]:
    """Return the customer's row of each assessment that has one, the latest day first.

    Of a merged customer those of whom it is read as: what was believed then stays as it was.

    A row has ``HISTORY_COLUMNS``. Of several assessments of a day the last made counts.
    """
    key = next(iter(reading.customer_ids(viewer, slug, key)))
    rows: dict[dt.date, pd.Series] = {}
    for made in stored.assessments(viewer, slug):
        if made.as_of not in rows:
            found = stored.assessment_frame(viewer, slug, made.assessment_id, HISTORY_COLUMNS)
            own = found[found["customer_key"] == key]
            if not own.empty:
                rows[made.as_of] = own.iloc[0]
    return list(rows.items())


def names(viewer: Viewer, slug: str) -> pd.Series:
    """Return the customers' names by ``customer_id``; empty for a masked viewer."""
    return reading.customer_names(viewer, slug)


def answers(viewer: Viewer, slug: str, key: int) -> pd.DataFrame:
    """Return what a customer answered, the newest first; no comments for a masked viewer.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    return voices.customer_answers(viewer, slug, key)


def customer_key(viewer: Viewer, slug: str, customer_id: str) -> int:
    """Return the number under which a customer may stand in an address.

    Raises
    ------
    NotFoundError
        The company has no such customer.
    """
    return reading.customer_key(viewer, slug, customer_id)


def _latest(viewer: Viewer, slug: str, key: int) -> dict[str, Attribute]:
    labels = reading.attribute_labels(viewer, slug)
    found: dict[str, Attribute] = {}
    for dated in reversed(reading.attributes(viewer, slug, key)):
        for name, text in dated.attributes.items():
            found[name] = Attribute(labels.get(name, name), str(text), dated.known_on)
    return {name: attribute for name, attribute in found.items() if attribute.text}
