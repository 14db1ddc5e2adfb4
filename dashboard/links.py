"""What of a page's state stands in its address, and how is it written and read there?

Addresses are shared, so they hold language-neutral codes, internal numbers and names of columns
only: never a customer's id or name, never what somebody searched for. What an address says is a wish, not
a fact: whatever isn't understood is left out, and what it names is looked up with the
viewer's rights like anything else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from dashboard.presenters.answer_filters import BEHIND, QUARTER, AnswerFilters
from dashboard.presenters.cluster_words import CLUSTER_CODE
from dashboard.presenters.cohorts import COHORT_CODE
from dashboard.presenters.contract_months import MONTHS_CODE
from dashboard.presenters.customer_filters import CODES, CustomerFilters
from dashboard.presenters.customer_flags import FLAGS
from dashboard.presenters.growing_quarters import GREW_CODE
from dashboard.presenters.holdings import HOLDING_CODE
from dashboard.presenters.past_warnings import PAST_CODE

LANGUAGE_CODES: Final = {"en": "en", "zh": "zh_CN"}

_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
_VALUE = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2})?", re.ASCII)
_RFM_CELL = re.compile(r"r[1-5]f[1-5]", re.ASCII)
_RATED = re.compile(r"t?[0-9]{1,3}", re.ASCII)
# Filter -> what its codes look like, where they are too many to be named.
_PATTERNS: Final = {
    "rfm": _RFM_CELL,
    "cluster": CLUSTER_CODE,
    "cohort": COHORT_CODE,
    "rated": _RATED,
    "holds": HOLDING_CODE,
    "counted": MONTHS_CODE,
    "grew": GREW_CODE,
    "warned": PAST_CODE,
}
_FLAG_NAME = "only"


@dataclass(frozen=True)
class Address:
    """Where a reader is: all of a page's state that a link hands on.

    ``language`` is a language of the catalogues or empty (the reader's own), ``assessment``
    and ``compared`` are assessment ids (``None``: the newest, the one before), ``customer``
    is the internal customer key, ``product`` a number made of a product's id, ``simulation`` the
    number of one, ``months`` a horizon that was asked for, ``fifth`` that of a score, 1 the highest,
    ``method`` a formula's name, ``case`` one of those that a page works out, ``sort`` a column name with
    a leading ``-`` for descending.
    """

    workspace: str = ""
    language: str = ""
    assessment: int | None = None
    compared: int | None = None
    tab: str = ""
    customer: int | None = None
    product: int | None = None
    simulation: int | None = None
    months: int | None = None
    fifth: int | None = None
    method: str = ""
    case: str = ""
    sort: str = ""
    filters: CustomerFilters = field(default_factory=CustomerFilters)
    answers: AnswerFilters = field(default_factory=AnswerFilters)


def address_of(parameters: Mapping[str, str]) -> Address:
    """Return what an address's query says; parts that make no sense are left out."""
    get = parameters.get
    sort = get("sort") or ""
    return Address(
        workspace=_code(get("w")),
        language=LANGUAGE_CODES.get(get("lang") or "", ""),
        assessment=_number(get("a")),
        compared=_number(get("b")),
        tab=_code(get("tab")),
        customer=_number(get("customer")),
        product=_number(get("product")),
        simulation=_number(get("sim")),
        months=_number(get("months")),
        fifth=_number(get("fifth")),
        method=_code(get("method")),
        case=_code(get("case")),
        sort=sort if _code(sort.removeprefix("-")) else "",
        filters=_filters_of(parameters),
        answers=_answers_of(parameters),
    )


def query(address: Address) -> dict[str, str]:
    """Return the query parameters of an address; what is at its default is left out."""
    codes = {language: code for code, language in LANGUAGE_CODES.items()}
    written = {
        "w": address.workspace,
        "lang": codes.get(address.language, ""),
        "a": _text(address.assessment),
        "b": _text(address.compared),
        "tab": address.tab,
        "customer": _text(address.customer),
        "product": _text(address.product),
        "sim": _text(address.simulation),
        "months": _text(address.months),
        "fifth": _text(address.fifth),
        "method": address.method,
        "case": address.case,
        "sort": address.sort,
        **_filters_query(address.filters),
        **_answers_query(address.answers),
    }
    return {name: value for name, value in written.items() if value}


def link(page_url: str, address: Address) -> str:
    """Return the whole address of a page, to be handed on."""
    parameters = query(address)
    return page_url + ("?" + urlencode(parameters, safe=",") if parameters else "")


def _filters_of(parameters: Mapping[str, str]) -> CustomerFilters:
    chosen: dict[str, Any] = {name: _chosen(parameters.get(name), allowed) for name, allowed in CODES.items()}
    flags = _chosen(parameters.get(_FLAG_NAME), tuple(FLAGS))
    patterned: dict[str, Any] = {
        name: tuple(sorted({code for code in _parts(parameters.get(name)) if pattern.fullmatch(code)}))
        for name, pattern in _PATTERNS.items()
    }
    chosen |= {name: name in flags for name in FLAGS}
    return CustomerFilters(
        **chosen,
        **patterned,
        value_from=_value(parameters.get("from")),
        value_to=_value(parameters.get("to")),
    )


def _answers_of(parameters: Mapping[str, str]) -> AnswerFilters:
    behind, quarter = parameters.get("behind") or "", parameters.get("quarter") or ""
    found = AnswerFilters(
        behind=behind if behind in BEHIND else "",
        of=_number(parameters.get("of")),
        quarter=quarter if QUARTER.fullmatch(quarter) else "",
    )
    return found.with_scores(parameters.get("score") or "")


def _answers_query(answers: AnswerFilters) -> dict[str, str]:
    return {
        "behind": answers.behind,
        "of": _text(answers.of),
        "quarter": answers.quarter,
        "score": answers.scores,
    }


def _filters_query(filters: CustomerFilters) -> dict[str, str]:
    return {
        **{name: ",".join(getattr(filters, name)) for name in (*CODES, *_PATTERNS)},
        _FLAG_NAME: ",".join(name for name in FLAGS if getattr(filters, name)),
        "from": _amount_text(filters.value_from),
        "to": _amount_text(filters.value_to),
    }


def _parts(value: str | None) -> list[str]:
    return (value or "")[:400].split(",")


def _chosen(value: str | None, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the allowed codes in ``value``, in the order of ``allowed``."""
    wanted = set(_parts(value))
    return tuple(code for code in allowed if code in wanted)


def _code(value: str | None) -> str:
    return value if value and _CODE.fullmatch(value) else ""


def _number(value: str | None) -> int | None:
    return int(value) if value and _NUMBER.fullmatch(value) else None


def _value(value: str | None) -> float | None:
    return float(value) if value and _VALUE.fullmatch(value) else None


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _amount_text(value: float | None) -> str:
    if value is None or not math.isfinite(value):
        return ""
    return f"{value:.2f}".rstrip("0").rstrip(".")


PARAMETERS: Final = frozenset(
    {
        "w",
        "lang",
        "a",
        "b",
        "tab",
        "customer",
        "product",
        "sim",
        "months",
        "method",
        "case",
        "sort",
        *_PATTERNS,
    }
    | {"from", "to", _FLAG_NAME, *CODES, "behind", "of", "quarter", "score", "fifth"}
)
