"""Which formula computes a figure: kept beside the function, shown on the Methods page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Formula:
    r"""A formula as the reader sees it.

    ``name`` is the term's id (its description in either language is ``methods.<name>``),
    ``latex`` the formula that the code beside it computes (its words in ``\text{…}`` are translated, as
    ``formula.<words>``; names of symbols stand in ``\mathrm``), ``origin`` one of ``measured``,
    ``estimated``, ``source``, ``typed``. ``source`` is the publication that it comes from, as it is
    cited; what needs words is left empty here and stands in ``methods.<name>.source``.
    """

    name: str
    latex: str
    source: str = ""
    origin: str = "measured"
