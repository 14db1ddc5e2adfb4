"""How do we know that the simulator is right: what was compared, with what, and did it hold?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.formats import Reader

# What isn't "equal within so much" is a law: simulated on the left, this in between.
_SIGNS: Final = {
    "shared_luck": "≥",
    "more_demand": "≥",
    "more_agents": "≤",
    "discounting": "≥",
    "other_seed": "≠",
}
_DESK = re.compile(r"c = (?P<agents>\d+), load (?P<load>[\d.]+)")
_MONTHS = ("survival", "value")
_LUCK = {"budget x 2": "doubled", ".30 - .35": "surer"}


@dataclass(frozen=True)
class ProofView:
    """The proofs in words: ``misses`` and ``rows`` are tables of texts, a row a check."""

    headline: str
    caption: str
    misses: pd.DataFrame
    rows: pd.DataFrame


def proof_view(checks: Sequence[Mapping[str, Any]], made_at: dt.datetime, reader: Reader) -> ProofView:
    """Return what is shown of a run of all proofs; what didn't hold stands first and apart."""
    held = sum(bool(check["holds"]) for check in checks)
    kind = "all" if held == len(checks) else "some"
    return ProofView(
        headline=reader.texts(f"proof.headline.{kind}", held=held, total=len(checks)),
        caption=reader.texts("proof.caption", moment=reader.formats.moment(made_at)),
        misses=_table([check for check in checks if not check["holds"]], reader),
        rows=_table(checks, reader),
    )


def case_words(name: str, case: str, reader: Reader) -> str:
    """Return in which case something was compared."""
    texts = reader.texts
    if name in _MONTHS:
        return texts("proof.case.months", months=int(case))
    desk = _DESK.fullmatch(case)
    if desk is not None:
        load = reader.formats.percent(float(desk["load"]), 0)
        return texts("proof.case.desk", count=int(desk["agents"]), load=load)
    if name == "same_digits":
        return texts("proof.case.processes", processes=int(case))
    figure, _, change = case.partition(", ")
    words = texts(f"proof.case.{figure}")
    return (
        texts("proof.case.of", figure=words, change=texts(f"proof.case.{_LUCK[change]}")) if change else words
    )


def _table(checks: Sequence[Mapping[str, Any]], reader: Reader) -> pd.DataFrame:
    texts = reader.texts
    rows = [
        {
            texts("whatif.proof.what"): texts(check["message_id"]),
            texts("whatif.proof.case"): case_words(_name(check), str(check["case"]), reader),
            texts("whatif.proof.simulated"): _number(float(check["simulated"]), reader),
            texts("whatif.proof.expected"): _expected(check, reader),
            texts("whatif.proof.holds"): texts(f"whatif.proof.{'yes' if check['holds'] else 'no'}"),
        }
        for check in checks
    ]
    return pd.DataFrame(rows)


def _name(check: Mapping[str, Any]) -> str:
    return str(check["message_id"]).rpartition(".")[2]


def _expected(check: Mapping[str, Any], reader: Reader) -> str:
    """Return what it must be: a bound, or a value with what it may be out by."""
    expected, allowed = (float(check[part]) for part in ("expected", "allowed"))
    sign = _SIGNS.get(_name(check))
    said = _number(expected, reader)
    if sign is not None:
        return f"{sign} {said}"
    return f"{said} ± {_number(allowed, reader, expected)}" if allowed > 0 else said


def _number(value: float, reader: Reader, beside: float = 0.0) -> str:
    """Return a number with as many digits as tell something, and a tiny one by its power of ten.

    ``beside`` is what it is the error of: no more digits than that.
    """
    if value == 0.0:
        return "0"
    if abs(value) < 0.0001:
        return f"{value:.0e}"
    size = max(abs(value), abs(beside))
    digits = 0 if size >= 1000 else 1 if size >= 100 else 4 if size < 0.1 else 3
    return reader.formats.decimal(value, digits)
