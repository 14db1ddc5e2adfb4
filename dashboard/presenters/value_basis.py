"""Is value profit here, and if not, what is it?"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.formats import Reader


def basis_words(card: Mapping[str, object], reader: Reader) -> str:
    """Return what the reader must know of the values; empty where they are known margins.

    ``card`` holds the facts of the card ``value_basis``.
    """
    basis = card.get("basis", "margin")
    if basis == "sales":
        return reader.texts("frame.sales_basis")
    if basis != "assumed_margin":
        return ""
    origin = "typed" if card.get("rate_origin") == "typed" else "measured"
    rate = card.get("margin_rate")
    share = reader.formats.percent(float(rate) if isinstance(rate, int | float) else None)
    return reader.texts(
        "frame.assumed_basis", rate=share, origin=reader.texts(f"frame.assumed_basis.{origin}")
    )
