"""How is an assumption of the simulator called, how is its value written, and where is that from?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.formats import Reader
from engine.simulation.parameters import parameter_of

_PERCENT = frozenset({"share", "probability", "per_year"})
COUNTED = frozenset({"months", "days", "hours", "people"})


@dataclass(frozen=True)
class Tried:
    """On whom, how far ahead and how often assumptions were tried.

    ``rows`` of the ``customers`` were simulated; ``kinds`` maps an item of a list to its code
    (``bindings.0`` to ``points``), ``origins`` a path to where its value is from.
    """

    rows: int
    customers: float
    months: int
    replications: int
    kinds: Mapping[str, str]
    origins: Mapping[str, Mapping[str, Any]]

    def told(self, reader: Reader) -> str:
        """Return the size of the trials in words."""
        kind = "sample" if self.rows < round(self.customers) else "all"
        return reader.texts(
            f"sensitivity.tried.{kind}",
            rows=self.rows,
            customers=round(self.customers),
            months=self.months,
            replications=self.replications,
        )


def name(path: str, kinds: Mapping[str, str], reader: Reader) -> str:
    """Return the name of an assumption, with that of the programme or event that it is of."""
    parameter = parameter_of(path)
    called = reader.texts(parameter.name_id) if parameter is not None else path
    item = path.rpartition(".")[0]
    kind = "offer" if item.startswith("retention.measures") else kinds.get(item)
    if kind is None:
        return called
    return reader.texts("sensitivity.of_kind", name=called, kind=reader.texts(f"sensitivity.kind.{kind}"))


def amount(path: str, value: float, reader: Reader) -> str:
    """Return a value of an assumption with its unit."""
    texts, formats = reader.texts, reader.formats
    parameter = parameter_of(path)
    unit = parameter.unit if parameter is not None else "number"
    if unit in _PERCENT:
        return formats.percent(value, 0 if abs(100.0 * value - round(100.0 * value)) < 1e-6 else 1)
    if unit == "money":
        return formats.money(value)
    if unit == "factor":
        digits = 2 if abs(value - round(value, 2)) < 1e-6 else 3
        return texts("sensitivity.times", value=formats.decimal(value, digits))
    if value == 1.0 and unit in COUNTED:
        return texts(f"sensitivity.one.{unit}")
    digits = 0 if value == round(value) else 1 if abs(value) >= 1.0 else 2 if abs(value) >= 0.01 else 3
    said = formats.decimal(value, digits)
    return texts("sensitivity.amount", value=said, unit=texts(f"simulation.unit.{unit}"))


def origin(path: str, origins: Mapping[str, Mapping[str, Any]], reader: Reader) -> str:
    """Return where a value is from: measured, from how many cases; from a source; assumed; typed."""
    texts = reader.texts
    row = origins.get(path)
    if row is None:
        return ""
    if row["origin"] == "measured":
        return texts("sensitivity.measured", cases=int(row["cases"] or 0))
    said, source = texts(f"customers.origin.{row['origin']}"), source_words(str(row["source"]), reader)
    return texts("sensitivity.from_source", origin=said, source=source) if source else said


def source_words(source: str, reader: Reader) -> str:
    """Return what was read, in the reader's language; a publication keeps its own title."""
    return reader.texts(source) if source and reader.texts.has(source) else source
