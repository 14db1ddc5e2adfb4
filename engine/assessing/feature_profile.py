"""How is each column that a model looks at spread over the customers, in a table that can be kept?

The next assessment compares itself with this: no customer's own row is needed for it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula

Floats = NDArray[np.float64]

POPULATION_STABILITY = Formula(
    name="population_stability",
    latex=r"\mathrm{PSI} = \sum_b (q_b - p_b) \ln \frac{q_b}{p_b}",
)

_COLUMNS = ("feature", "text", "value", "share", "customers")
_STEPS, _BANDS, _MOST_TEXTS = 200, 10, 50
_MINIMUM_CUSTOMERS = 100
# A band that nobody is in would make the index infinite: it counts as half a customer.
_NOBODY = 0.5


def feature_profile(features: pd.DataFrame) -> pd.DataFrame:
    """Return the spread of each column over customers.

    A row a step: of numbers the ``share`` (0-1) of all customers who have ``value`` at most, to two
    digits and at 200 quantiles or fewer; of texts the share who have ``text``. Who is unknown is in
    no share. ``customers`` is how many there are.
    """
    parts = [
        _numbers(features[name].to_numpy(dtype=np.float64, na_value=np.nan))
        if pd.api.types.is_numeric_dtype(features[name])
        else _texts(features[name])
        for name in features
    ]
    names = [str(name) for name, part in zip(features, parts, strict=True) for _ in range(len(part))]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["text", "value", "share"])
    found = rows.assign(feature=pd.Series(names, dtype="str"), customers=float(len(features)))
    return found[list(_COLUMNS)].astype({"text": "str", "value": "float64", "share": "float64"})


def profile_drift(before: pd.DataFrame, now: pd.DataFrame) -> dict[str, float]:
    """Return the population stability index (``POPULATION_STABILITY``) of columns that both have.

    Numbers are cut at the deciles of ``before``; the unknown are a band of their own. Empty with
    fewer than 100 customers on either side.
    """
    if before.empty or now.empty:
        return {}
    sizes = before["customers"].iloc[0], now["customers"].iloc[0]
    if min(sizes) < _MINIMUM_CUSTOMERS:
        return {}
    later = dict(list(now.groupby("feature", sort=False)))
    found = {}
    for name, rows in before.groupby("feature", sort=False):
        if name not in later:
            continue
        pair = _banded(rows, later[name]) if rows["value"].notna().any() else _named(rows, later[name])
        whole = [
            np.maximum(np.append(part, 1.0 - part.sum()), _NOBODY / size)
            for part, size in zip(pair, sizes, strict=True)
        ]
        found[str(name)] = stability_of_shares(whole[0], whole[1])
    return found


def stability_of_shares(before: Floats, now: Floats) -> float:
    """Return the index of two rows of shares, none of them 0."""
    return float(((now - before) * np.log(now / before)).sum())


def _numbers(values: Floats) -> pd.DataFrame:
    known = np.sort(_to_two_digits(values[np.isfinite(values)]))
    if not len(known):
        return pd.DataFrame({"text": [None], "value": [np.nan], "share": [0.0]})
    steps = np.unique(np.quantile(known, np.arange(1, _STEPS + 1) / _STEPS, method="inverted_cdf"))
    share = np.searchsorted(known, steps, side="right") / len(values)
    return pd.DataFrame({"text": None, "value": steps, "share": share})


def _to_two_digits(values: Floats) -> Floats:
    """Return numbers to two digits: 30.41 days that became 30.43 for everybody are no other population."""
    size = np.floor(np.log10(np.where(values == 0.0, 1.0, np.abs(values))))
    unit = 10.0 ** (size - 1.0)
    found: Floats = np.round(values / unit) * unit
    return found


def _texts(values: pd.Series[str]) -> pd.DataFrame:
    counts = values.value_counts().head(_MOST_TEXTS)
    if counts.empty:
        return pd.DataFrame({"text": [None], "value": [np.nan], "share": [0.0]})
    words = [str(word) for word in counts.index]
    return pd.DataFrame({"text": words, "value": np.nan, "share": counts.to_numpy() / len(values)})


def _banded(before: pd.DataFrame, now: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the shares of both between the deciles of the first."""
    known = float(before["share"].iloc[-1])
    wanted = known * np.arange(1, _BANDS) / _BANDS
    place = np.searchsorted(before["share"].to_numpy() + 1e-12, wanted)
    edges = np.unique(before["value"].to_numpy()[np.minimum(place, len(before) - 1)])
    return _between(before, edges), _between(now, edges)


def _between(rows: pd.DataFrame, edges: Floats) -> Floats:
    values, share = rows["value"].to_numpy(), np.append(0.0, rows["share"].to_numpy())
    below = share[np.searchsorted(values, edges, side="right")]
    found: Floats = np.diff(np.concatenate([[0.0], below, [share[-1]]]))
    return found


def _named(before: pd.DataFrame, now: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the shares of both by text."""
    sides = [rows.dropna(subset="text").set_index("text")["share"] for rows in (before, now)]
    words = sides[0].index.union(sides[1].index)
    first, second = (side.reindex(words, fill_value=0.0).to_numpy(dtype=np.float64) for side in sides)
    return first, second
