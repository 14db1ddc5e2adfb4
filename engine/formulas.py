"""Which formula computes a figure: kept beside the function, shown on the Methods page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Formula:
    """A formula as the reader sees it.

    ``name`` is the term's id (its description in either language is ``methods.<name>``),
    ``latex`` the formula that the code beside it computes, ``source`` where it comes from,
    ``origin`` one of ``measured``, ``estimated``, ``source``, ``typed``.
    """

    name: str
    latex: str
    source: str
    origin: str = "measured"
