"""Which customers are meant, and how is that said in words?

Filters hold language-neutral codes only, so that they can stand in an address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.chance_bands import CHANCE_BANDS, chance_bands, filter_words_of
from dashboard.presenters.cluster_words import cluster_name
from dashboard.presenters.cohorts import cohort_words, in_cohorts
from dashboard.presenters.contract_months import contract_month_words, in_contract_months
from dashboard.presenters.customer_flags import FLAGS
from dashboard.presenters.firmness import FIRMNESS, firmness
from dashboard.presenters.growing_quarters import grew_words, has_grown
from dashboard.presenters.growth_fifths import FIFTHS, growth_fifths, growth_word
from dashboard.presenters.holdings import has_any, holding_words
from dashboard.presenters.index_bands import INDEX_BANDS, band_words, index_bands
from dashboard.presenters.past_warnings import past_words, was_warned
from dashboard.presenters.silence_cells import SILENCE_CELLS, silence_cells, silence_words
from dashboard.presenters.terms import (
    BONDS,
    CAUSES,
    CLASSES,
    COMPLAINED,
    FEELINGS,
    LOYALTIES,
    RETENTIONS,
    STAGES,
    STATES,
    TENURES,
    TIERS,
    TIMES,
    term,
)
from engine.loyalty.index import INDICATORS
from engine.satisfaction.breadth import BREADTHS

# Filter -> the column of the assessment that it looks at; ``was`` needs an earlier assessment.
CODE_COLUMNS: Final = {
    "tier": "value_tier",
    "abc": "abc_class",
    "stage": "lifecycle_stage",
    "state": "churn_state",
    "cause": "cause",
    "feel": "satisfaction_group",
    "loyalty": "loyalty_kind",
    "bond": "loyalty_bond",
    "tenure": "tenure",
    "kept": "retention",
    "prior": "abc_class_prior_12m",
    "felt": "satisfaction_group_prior_12m",
    "spoke": "complained",
    "breadth": "breadth",
    "was": "value_tier_before",
}
CODES: Final = {
    "tier": (*TIERS, "none"),
    "abc": CLASSES,
    "stage": STAGES,
    "state": STATES,
    "cause": CAUSES,
    "feel": FEELINGS,
    "loyalty": LOYALTIES,
    "bond": BONDS,
    "firm": FIRMNESS,
    "chance": tuple(CHANCE_BANDS),
    "growth": FIFTHS,
    "silence": SILENCE_CELLS,
    "tenure": TENURES,
    "times": TIMES,
    "kept": RETENTIONS,
    "prior": CLASSES,
    "felt": FEELINGS,
    "spoke": COMPLAINED,
    "breadth": BREADTHS,
    "loyal": tuple(INDEX_BANDS),
    "gain": tuple(INDEX_BANDS),
    "indicator": INDICATORS,
    "was": (*TIERS, "none"),
}

Described = Callable[[pd.DataFrame, Sequence[str]], "pd.Series[bool]"]

_PERCENT: Final = 100.0
_TENTHS: Final = 10.0
# To have no tier is a code of its own; to be loyal in no way is known of those who were asked.
_NONE_IS_UNKNOWN: Final = ("tier", "was")
_SAID: Final = (
    "tier",
    "abc",
    "stage",
    "state",
    "cause",
    "feel",
    "loyalty",
    "bond",
    "cluster",
    "firm",
    "chance",
    "growth",
    "silence",
    "rated",
    "cohort",
    "tenure",
    "times",
    "kept",
    "prior",
    "felt",
    "spoke",
    "breadth",
    "loyal",
    "gain",
    "indicator",
    "holds",
    "counted",
    "grew",
    "warned",
    "rfm",
)


@dataclass(frozen=True)
class CustomerFilters:
    """What narrows a list of customers; an empty filter leaves everybody in.

    ``feel`` holds groups of satisfaction, ``firm`` says how firmly a tier is held, ``chance``
    bands of the chance to leave, ``growth`` fifths of the development index, ``cluster`` codes of groups.
    ``rated`` holds overall answers in whole percent of their scale (``75``) or in its rounded tenths
    (``t8``), ``cohort`` codes of
    ``presenters.cohorts``, ``tenure`` how long they have been customers, ``times`` whether they
    bought again, ``kept`` who of last year's customers is one still, ``prior`` ABC classes and
    ``felt`` groups of satisfaction of the year before, ``spoke`` when they last complained, ``breadth``
    whether they buy from more categories than a year before,
    ``loyal`` and ``gain`` bands of the loyalty and of the benefit index, ``indicator`` those of loyalty that
    are known, ``holds`` codes of ``presenters.holdings``, ``counted`` of ``presenters.contract_months``,
    ``grew`` of ``presenters.growing_quarters``, ``warned`` of ``presenters.past_warnings``.
    ``silence`` holds cells of how often somebody bought and how long they have been silent.
    ``rfm`` holds cells such as ``r5f4`` (recency 5, frequency 4), ``was`` tiers in the
    assessment compared with (``none``: had no tier then); what is true or not is one of
    ``FLAGS``; ``value_from`` and ``value_to``
    bound the current value, both ends included.
    """

    tier: tuple[str, ...] = ()
    abc: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    cause: tuple[str, ...] = ()
    feel: tuple[str, ...] = ()
    loyalty: tuple[str, ...] = ()
    bond: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()
    chance: tuple[str, ...] = ()
    growth: tuple[str, ...] = ()
    silence: tuple[str, ...] = ()
    cluster: tuple[str, ...] = ()
    rated: tuple[str, ...] = ()
    cohort: tuple[str, ...] = ()
    tenure: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    prior: tuple[str, ...] = ()
    felt: tuple[str, ...] = ()
    spoke: tuple[str, ...] = ()
    breadth: tuple[str, ...] = ()
    loyal: tuple[str, ...] = ()
    gain: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    grew: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    rfm: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    alarm: bool = False
    partial: bool = False
    negative: bool = False
    bought: bool = False
    two_years: bool = False
    spent: bool = False
    to_come: bool = False
    worth: bool = False
    present: bool = False
    value_from: float | None = None
    value_to: float | None = None

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(getattr(self, field.name) != field.default for field in fields(self))


def matching(customers: pd.DataFrame, filters: CustomerFilters) -> pd.DataFrame:
    """Return the rows of ``customers`` that pass every filter, in their order."""
    return customers[_passes(customers, filters)]


def count_matching(customers: pd.DataFrame, filters: CustomerFilters) -> int:
    """Return how many customers pass every filter; far quicker than to pick them out."""
    return int(_passes(customers, filters).sum())


def _passes(customers: pd.DataFrame, filters: CustomerFilters) -> pd.Series[bool]:
    keep = pd.Series(True, index=customers.index)
    for name, column in CODE_COLUMNS.items():
        if codes := getattr(filters, name):
            found = customers[column] if column in customers else pd.Series(None, index=customers.index)
            is_meant = found.isin(codes)
            keep &= is_meant | found.isna() if name in _NONE_IS_UNKNOWN and "none" in codes else is_meant
    for name, holds in FLAGS.items():
        if getattr(filters, name):
            keep &= holds(customers)
    for name, is_one in _ANY_OF.items():
        if codes := getattr(filters, name):
            keep &= is_one(customers, codes)
    if filters.value_from is not None:
        keep &= customers["current_value"] >= filters.value_from
    if filters.value_to is not None:
        keep &= customers["current_value"] <= filters.value_to
    return keep


def rfm_cells(customers: pd.DataFrame) -> pd.Series:
    """Return the cell of each customer in the grid of recency and frequency, as ``r5f4``."""
    recency = customers["rfm_recency"].astype("Int64").astype("string")
    frequency = customers["rfm_frequency"].astype("Int64").astype("string")
    return ("r" + recency + "f" + frequency).fillna("")


def cluster_codes(customers: pd.DataFrame) -> pd.Series[str]:
    """Return each customer's group code, empty where there is none."""
    if "cluster" not in customers:
        return pd.Series("", index=customers.index, dtype=object)
    return customers["cluster"].astype("object").fillna("")


def purchase_times(customers: pd.DataFrame) -> pd.Series[str]:
    """Return whether each customer bought ``once`` or ``again``, empty where they never bought."""
    days = customers["purchase_days"]
    return pd.Series(np.select([days >= 2, days >= 1], ["again", "once"], ""), index=customers.index)


def rated_as(customers: pd.DataFrame, codes: Sequence[str]) -> pd.Series[bool]:
    """Return whose overall answer one of the codes tells: whole percents of its scale or rounded tenths."""
    percents, tenths = (
        (whole * customers["satisfaction_score"]).round().astype("Int64").astype("string")
        for whole in (_PERCENT, _TENTHS)
    )
    found: pd.Series[bool] = percents.isin(codes) | ("t" + tenths).isin(codes)
    return found


def _coded(codes_of: Callable[[pd.DataFrame], pd.Series[str]]) -> Described:
    """Return what tells whom one of the codes describes from each customer's own code."""
    return lambda customers, codes: codes_of(customers).isin(codes)


# Filter -> whom one of its codes describes, where no column holds them.
_ANY_OF: Final[Mapping[str, Described]] = {
    "rfm": _coded(rfm_cells),
    "firm": _coded(firmness),
    "chance": _coded(chance_bands),
    "growth": _coded(growth_fifths),
    "silence": _coded(silence_cells),
    "cluster": _coded(cluster_codes),
    "times": _coded(purchase_times),
    "loyal": _coded(partial(index_bands, column="loyalty_index")),
    "gain": _coded(partial(index_bands, column="benefit_index")),
    "cohort": in_cohorts,
    "rated": rated_as,
    "indicator": partial(has_any, "loyalty_indicators"),
    "holds": partial(has_any, "holdings"),
    "counted": in_contract_months,
    "grew": has_grown,
    "warned": was_warned,
}


def searched(customers: pd.DataFrame, search: str) -> pd.DataFrame:
    """Return the customers of whom an id or the name contains ``search``, whatever its case."""
    wanted = search.strip().casefold()
    if not wanted:
        return customers
    found = customers["customer_id"].str.casefold().str.contains(wanted, regex=False)
    for column in {"name", "other_ids"} & {*customers}:
        found |= customers[column].fillna("").astype(str).str.casefold().str.contains(wanted, regex=False)
    return customers[found]


def filter_words(filters: CustomerFilters, reader: Reader) -> str:
    """Return the filters in words, e.g. "gold or platinum · class A"; empty when none is set."""
    texts = reader.texts
    said = [_either(_words(name, filters, reader), reader) for name in _SAID if getattr(filters, name)]
    if filters.was:
        words = _either([texts(f"customers.was.{code}") for code in filters.was], reader)
        said.append(texts("customers.filter.was", tiers=words))
    said += [texts(f"customers.filter.{name}") for name in FLAGS if getattr(filters, name)]
    if filters.value_from is not None or filters.value_to is not None:
        said.append(_range_words(filters, reader))
    return " · ".join(said)


def _words(name: str, filters: CustomerFilters, reader: Reader) -> list[str]:
    codes, texts = getattr(filters, name), reader.texts
    if word := _WORD.get(name):
        return [word(code, reader) for code in codes]
    return [term(name, code, texts) for code in codes]


def rated_words(code: str, reader: Reader) -> str:
    """Return an overall answer in words: ``75`` as "overall answer at 75% of its scale"."""
    if code.startswith("t"):
        return reader.texts("customers.filter.rated_tenth", score=code[1:])
    return reader.texts("customers.filter.rated", share=reader.formats.percent(int(code) / _PERCENT, 0))


def indicator_words(code: str, reader: Reader) -> str:
    """Return an indicator of loyalty in words."""
    return reader.texts(f"experience.role.{code}")


def cell_words(cell: str, reader: Reader) -> str:
    """Return a cell of the RFM grid in words: ``r5f4`` as "recency 5, frequency 4"."""
    return reader.texts("customers.filter.rfm_cell", recency=cell[1:2], frequency=cell[3:4])


# Filter -> what says a code, where its word isn't a term of its own.
_WORD: Final[Mapping[str, Callable[[str, Reader], str]]] = {
    "cluster": lambda code, reader: cluster_name(code, reader.texts),
    "firm": lambda code, reader: reader.texts(f"segments.firmness.{code}"),
    "chance": filter_words_of,
    "growth": growth_word,
    "silence": silence_words,
    "rated": rated_words,
    "cohort": cohort_words,
    "loyal": lambda code, reader: reader.texts("customers.filter.loyal", band=band_words(code, reader)),
    "gain": lambda code, reader: reader.texts("customers.filter.gain", band=band_words(code, reader)),
    "indicator": lambda code, reader: reader.texts(
        "customers.filter.indicator", indicator=indicator_words(code, reader)
    ),
    "holds": lambda code, reader: reader.texts("customers.filter.holds", what=holding_words(code, reader)),
    "counted": contract_month_words,
    "grew": grew_words,
    "warned": past_words,
    "rfm": cell_words,
}


def _either(words: list[str], reader: Reader) -> str:
    return reader.texts("customers.filter.or").join(words)


def _range_words(filters: CustomerFilters, reader: Reader) -> str:
    low, high = filters.value_from, filters.value_to
    if low is not None and high is not None:
        values = {"low": reader.formats.money(low), "high": reader.formats.money(high)}
        return reader.texts("customers.filter.value_between", **values)
    if low is not None:
        return reader.texts("customers.filter.value_from", low=reader.formats.money(low))
    return reader.texts("customers.filter.value_to", high=reader.formats.money(high))
