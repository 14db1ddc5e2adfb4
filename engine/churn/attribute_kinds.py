"""Is an attribute a number, a day or a text, by what stands in it?"""

from __future__ import annotations

import pandas as pd

_MOST = 0.95
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"


def attribute_kinds(rows: pd.DataFrame) -> dict[str, str]:
    """Return of each attribute whether it is a ``number``, a ``day`` or a ``text``.

    It is what 95 % of its values are, of all rows given.
    """
    distinct = rows.dropna(subset=["value"])[["name", "value"]].value_counts().reset_index()
    is_number = pd.to_numeric(distinct["value"], errors="coerce").notna()
    is_day = named_days(distinct["value"]).notna() & ~is_number
    total = distinct.groupby("name")["count"].sum()
    found = dict.fromkeys((str(name) for name in rows["name"].dropna().unique()), "text")
    for kind, chosen in (("number", is_number), ("day", is_day)):
        own = distinct[chosen].groupby("name")["count"].sum().reindex(total.index, fill_value=0)
        found.update(dict.fromkeys((str(name) for name in total.index[own >= _MOST * total]), kind))
    return found


def named_days(texts: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    """Return the days that texts name as year, month and day; NaT where they name none."""
    written = texts.where(texts.str.match(_ISO_DAY, na=False))
    days: pd.Series[pd.Timestamp] = pd.to_datetime(written.str[:10], errors="coerce", format="%Y-%m-%d")
    return days
