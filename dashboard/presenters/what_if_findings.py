"""How is it said what is wrong with a value that was typed?"""

from __future__ import annotations

from dashboard.formats import Reader
from engine.simulation.checks import Finding
from engine.simulation.parameters import parameter_of

_SHARES = frozenset({"share", "probability", "per_year"})
_AS_TYPED = ("value", "low", "high")
_MONEY = ("cost", "budget", "margin", "limit")


def finding_words(finding: Finding, reader: Reader) -> str:
    """Return the sentence of a finding with numbers as they are typed: shares in per cent, money."""
    parameter = parameter_of(finding.path)
    told = dict(finding.parameters)
    unit = parameter.unit if parameter is not None else ""
    for name in (*_AS_TYPED, *_MONEY):
        number = _number(told.get(name))
        if number is None:
            continue
        if name in _MONEY or unit == "money":
            told[name] = reader.formats.money(number)
        elif unit in _SHARES:
            told[name] = f"{100.0 * number:.6g}%"
        elif abs(number) >= 1_000:
            told[name] = reader.formats.decimal(number, 0 if number == int(number) else 2)
    return reader.texts(finding.message_id, **told)


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None
