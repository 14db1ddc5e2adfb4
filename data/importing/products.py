"""Which rows of a file of products can be taken?"""

from __future__ import annotations

from data.importing.checked import Checked
from data.importing.columns import Columns
from data.importing.free_attributes import free_attributes
from data.importing.opening import OpenedFile
from data.importing.repeats import with_repeated_keys
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable

KEY = ("product_id",)


def check_products(
    raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None
) -> Checked:
    """Return every row checked; columns that mean nothing here stay as free attributes of the product."""
    columns = Columns(raw, settled, rules)
    columns.require_id("product_id", "product_missing")
    price, price_notes = columns.optional_amount("price")
    cost, cost_notes = columns.optional_amount("cost")
    named = [columns.heading("product_id")] if "product_id" in columns.ids else []
    columns.refuse_unusable(opened, columns.nowhere(), named)
    attributes = free_attributes(raw, settled)
    values = {
        "product_id": columns.text("product_id"),
        "label": columns.text("product_label"),
        "category": columns.text("category"),
        "price_minor": price,
        "cost_minor": cost,
        **attributes.values,
    }
    notes = [*price_notes, *cost_notes, *attributes.notes, *attributes.blanks]
    checked = columns.checked(opened, values, notes, fixed=[attributes.finding("attributes_of_products")])
    return with_repeated_keys(checked, KEY)
