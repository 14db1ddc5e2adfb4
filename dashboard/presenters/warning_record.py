"""Did past warnings come true, and how is that said?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.model_cards import ErrorLine, error_line
from dashboard.presenters.past_warnings import past_code
from engine.estimate import Estimate
from engine.satisfaction.point_ranges import SMALLEST_GROUP

_COLUMNS = ("band", "warned", "stated", "left", "rate", "contacted", "expected", "lost")


class Judged(Protocol):
    """An earlier assessment's warnings against what happened."""

    @property
    def as_of(self) -> dt.date:
        """The day of the warnings."""

    @property
    def horizon_months(self) -> int:
        """How far ahead they looked."""

    @property
    def months_to_go(self) -> int:
        """Months until that is over, 0 if it is."""

    @property
    def customers(self) -> int:
        """How many had a warning."""

    @property
    def stated(self) -> float:
        """The mean stated chance."""

    @property
    def came(self) -> Estimate:
        """The share that left."""

    @property
    def returned(self) -> int:
        """How many of those who left have been customers again since."""

    @property
    def rule_days(self) -> float:
        """After how many days of silence a customer counted as left then; NaN where contracts told."""

    @property
    def rule_days_now(self) -> float:
        """After how many they do today."""

    @property
    def auc(self) -> Estimate:
        """How well the warnings ranked."""

    @property
    def calibration_slope(self) -> Estimate:
        """How far apart the chances were, against what came."""

    @property
    def bands(self) -> pd.DataFrame:
        """A row a band of stated chances."""

    @property
    def people(self) -> pd.DataFrame:
        """A row a customer that is counted."""


@dataclass(frozen=True)
class RecordView:
    """One earlier assessment's record: what came of it in words, its bands as text and for the picture.

    ``rule`` says by which churn rule it was judged, and how many of those who left are back. ``table`` and
    ``picture`` go by the codes of the bands (the picture in its column ``code``), ``labels`` head the
    columns of the table. ``everybody`` is all whom the warnings were given, ``ranked`` all whom the errors
    count.
    """

    title: str
    sentence: str
    rule: str
    errors: tuple[ErrorLine, ...]
    table: pd.DataFrame
    labels: dict[str, str]
    picture: pd.DataFrame
    alt: str
    everybody: CustomerFilters
    ranked: CustomerFilters

    @property
    def behind(self) -> dict[str, CustomerFilters]:
        """Whom each band counts."""
        return {str(code): CustomerFilters(warned=(str(code),)) for code in self.table.index}


def record_views(judged: Sequence[Judged], reader: Reader) -> tuple[RecordView, ...]:
    """Return the records of earlier assessments, the latest first."""
    return tuple(_view(one, reader) for one in judged)


def beside_the_chance(judged: Sequence[Judged], reader: Reader) -> str:
    """Return how right the warnings were that were over last, or if none is, the oldest ones so far."""
    told = [one for one in judged if one.came.is_defined]
    if not told:
        return ""
    one = next((one for one in told if not one.months_to_go), told[-1])
    said = sentence(one, reader)
    return reader.texts("warning.record.beside", day=one.as_of, months=one.horizon_months, said=said)


def not_told(days: Sequence[dt.date], reader: Reader) -> str:
    """Return of which days' warnings it isn't known who left by what leaving meant then."""
    if not days:
        return ""
    texts = reader.texts
    said = texts("warning.record.comma").join(reader.formats.day(day) for day in days)
    return texts("warning.record.not_told", days=said)


def _view(one: Judged, reader: Reader) -> RecordView:
    texts = reader.texts
    known = {"auc": one.auc, "calibration_slope": one.calibration_slope}
    bands = _coded(one)
    return RecordView(
        title=texts("warning.record.of", day=one.as_of, months=one.horizon_months),
        sentence=sentence(one, reader),
        rule=_rule(one, reader),
        errors=tuple(error_line(name, found, reader) for name, found in known.items() if found.is_defined),
        table=bands_table(bands, reader),
        labels={name: texts(f"warning.record.column.{name}") for name in _COLUMNS},
        picture=_picture(bands, reader),
        alt=texts("warning.record.alt", said=sentence(one, reader)),
        everybody=CustomerFilters(warned=(past_code("f", one.as_of),)),
        ranked=CustomerFilters(warned=(past_code("t", one.as_of),)),
    )


def _coded(one: Judged) -> pd.DataFrame:
    """Return the bands by their codes; none where fewer than five customers had a warning at all."""
    bands = one.bands if one.customers >= SMALLEST_GROUP else one.bands[:0]
    each = zip(bands["band_low"], bands["band_high"], strict=True)
    return bands.set_axis(pd.Index([past_code("f", one.as_of, band) for band in each], dtype=object))


def sentence(one: Judged, reader: Reader) -> str:
    """Return what was said, what came, whether that is as said, and what is still to come."""
    texts, percent = reader.texts, reader.formats.percent
    said = {"count": one.customers, "stated": percent(one.stated), "came": _share(one.came, reader)}
    if one.months_to_go:
        over = one.horizon_months - one.months_to_go
        found = texts("warning.record.running", **said, over=over, months=one.horizon_months)
    else:
        found = texts("warning.record.over", **said)
    return _joined([found, _verdict(one, reader)])


def _verdict(one: Judged, reader: Reader) -> str:
    if not one.came.is_defined or math.isnan(one.came.low):
        return ""
    fits = "fewer" if one.stated > one.came.high else "more" if one.stated < one.came.low else "as_said"
    return reader.texts(f"warning.record.verdict.{fits}")


def _rule(one: Judged, reader: Reader) -> str:
    texts, formats = reader.texts, reader.formats
    left, said = int(one.bands["left"].sum()), []
    if not math.isnan(one.rule_days):
        name = "same" if one.rule_days == one.rule_days_now else "changed"
        days = {"then": formats.count(one.rule_days), "now": formats.count(one.rule_days_now)}
        said.append(texts(f"warning.record.rule.{name}", **days))
    if one.returned:
        share = formats.percent(one.returned / left)
        said.append(texts("warning.record.returned", count=one.returned, left=left, share=share))
    return _joined(said)


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(one for one in sentences if one)


def bands_table(bands: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return a row a band of stated chance as text, by the bands' codes."""
    formats = reader.formats
    rows = [
        (
            f"{formats.percent(row['band_low'], 0)} – {formats.percent(row['band_high'], 0)}",
            formats.count(row["warned"]),
            formats.percent(row["stated"]),
            formats.count(row["left"]),
            _share(Estimate(row["rate"], row["rate_low"], row["rate_high"]), reader),
            formats.count(row["contacted"]),
            formats.money(row["value_expected_lost"]),
            formats.money(row["value_lost"]),
        )
        for row in bands.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS), index=bands.index)


def _picture(bands: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    labels = [
        reader.texts(
            "models.calibration.label",
            predicted=reader.formats.percent(row["stated"]),
            observed=reader.formats.percent(row["rate"]),
            count=int(row["warned"]),
        )
        for row in bands.to_dict("records")
    ]
    names = {"stated": "predicted", "rate": "observed", "rate_low": "low", "rate_high": "high"}
    return bands.rename(columns=names).assign(label=labels, code=bands.index)


def _share(found: Estimate, reader: Reader) -> str:
    percent = reader.formats.percent
    if not found.is_defined:
        return UNDEFINED
    if math.isnan(found.low):
        return percent(found.value)
    bounds = {"low": percent(found.low), "high": percent(found.high)}
    return reader.texts("warning.bounded", value=percent(found.value), **bounds)
