"""How firmly do customers sit in their tiers, and how many stand at a border?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.terms import TIERS, term
from engine.estimate import Estimate
from engine.value.tier_stability import FIRM, TIER_KEEP_PROBABILITY

FIRMNESS: Final = ("firm", "likely", "border")
FIRMNESS_COLOURS: Final = {"firm": "#159A76", "likely": "#BE8A1E", "border": "#D9583A"}
_EVEN: Final = 0.5
_READABLE: Final = 0.08


@dataclass(frozen=True)
class FirmnessView:
    """How many would change tier; ``bands`` has a row a tier and firmness, ``tiers`` a row a tier."""

    headline: str
    note: str
    figures: tuple[Figure, ...]
    bands: pd.DataFrame
    tiers: pd.DataFrame
    missing: str
    alt: str


def firmness(customers: pd.DataFrame) -> pd.Series[str]:
    """Return ``firm`` (kept in 80 % of the draws or more), ``likely`` (in half) or ``border``; else empty."""
    column = "tier_keep_probability"
    kept = customers[column] if column in customers else pd.Series(float("nan"), index=customers.index)
    bands = pd.Series("", index=customers.index, dtype=object)
    for name, holds in (("border", kept < _EVEN), ("likely", kept >= _EVEN), ("firm", kept >= FIRM)):
        bands[holds] = name
    return bands


def firmness_view(customers: pd.DataFrame, figures: Mapping[str, Estimate], grounds: Grounds) -> FirmnessView:
    """Return how firmly the customers of an assessment sit in their tiers."""
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    changing = figures.get("tier_changes", Estimate(float("nan")))
    bands = firmness(customers)
    if not changing.is_defined or not (bands != "").any():
        missing = grounds.potential_missing
        if customers["value_tier"].notna().any():
            missing = texts("segments.firmness.missing")
        none = texts("segments.firmness.headline.none")
        return FirmnessView(none, "", (), pd.DataFrame(), pd.DataFrame(), missing, "")
    low, high = formats.count(changing.low), formats.count(changing.high)
    table = _band_table(customers, bands, reader)
    tiers = _tier_table(customers, reader)
    return FirmnessView(
        headline=texts(
            "segments.firmness.headline", count=round(changing.value), low=low, high=high, whole=changing.n
        ),
        note=texts("segments.firmness.note"),
        figures=_figures(bands, changing, grounds),
        bands=table,
        tiers=tiers,
        missing="",
        alt=texts(
            "segments.firmness.alt", said=" · ".join(f"{row.word} {row.label}" for row in tiers.itertuples())
        ),
    )


def keep_words(customer: pd.Series, reader: Reader) -> str:
    """Return how firmly one customer sits: "firm (96 %)"; a dash where it is unknown."""
    chance = customer.get("tier_keep_probability")
    band = firmness(pd.DataFrame({"tier_keep_probability": [chance]})).iloc[0] if pd.notna(chance) else ""
    if not band:
        return UNDEFINED
    share = reader.formats.percent(chance, 0)
    return reader.texts("segments.firmness.kept", word=reader.texts(f"segments.firmness.{band}"), share=share)


def _figures(bands: pd.Series[str], changing: Estimate, grounds: Grounds) -> tuple[Figure, ...]:
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    rows = texts("customers.rows", count=changing.n)
    low, high = formats.count(changing.low), formats.count(changing.high)
    interval = texts("customer_file.interval", low=low, high=high)
    values = {
        "changing": formats.count(changing.value),
        **{name: formats.count(int((bands == name).sum())) for name in FIRMNESS},
    }
    shares = {"changing": changing.value / changing.n} | {
        name: float((bands == name).sum()) / changing.n for name in FIRMNESS
    }
    return tuple(
        Figure(
            label=texts(f"segments.firmness.figure.{name}"),
            value=value,
            explanation=explained(
                f"segments.firmness.why.{name}",
                TIER_KEEP_PROBABILITY,
                rows,
                grounds,
                interval=interval if name == "changing" else "",
            ),
            note=texts("customers.figure.share_of_everybody", share=formats.percent(shares[name], 0)),
        )
        for name, value in values.items()
    )


def _band_table(customers: pd.DataFrame, bands: pd.Series[str], reader: Reader) -> pd.DataFrame:
    counts = pd.crosstab(customers["value_tier"], bands).reindex(
        index=list(TIERS), columns=list(FIRMNESS), fill_value=0
    )
    rows = []
    for tier in TIERS:
        whole = int(counts.loc[tier].to_numpy().sum())
        for band in FIRMNESS:
            count = int(counts[band][tier])
            share = count / whole if whole else 0.0
            tier_word, word = term("tier", tier, reader.texts), reader.texts(f"segments.firmness.{band}")
            label = reader.formats.percent(share, 0)
            rows.append(
                {
                    "code": f"{tier}-{band}",
                    "tier": tier_word,
                    "band": band,
                    "word": word,
                    "share": share,
                    "label": label if share >= _READABLE else "",
                    "hover": f"{tier_word} · {word}: {reader.formats.count(count)} ({label})",
                }
            )
    return pd.DataFrame(rows)


def _tier_table(customers: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    kept = customers.groupby("value_tier")["tier_keep_probability"].mean().reindex(list(TIERS))
    return pd.DataFrame(
        {
            "code": list(TIERS),
            "word": [term("tier", tier, reader.texts) for tier in TIERS],
            "label": [reader.formats.percent(share, 0) for share in kept],
        }
    )
