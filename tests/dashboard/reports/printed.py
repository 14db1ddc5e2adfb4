"""What somebody reads who opens a report, and a letterhead to print under."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader

from dashboard.reports.paper import Letterhead
from tests.dashboard.presenters.assessed_customers import AS_OF, reader

COMPANY = "Linde & Söhne"


def letterhead(language: str = "en", basis: str = "", company: str = COMPANY) -> Letterhead:
    """Return the letterhead of a report on the six customers."""
    return Letterhead("Overview", company, AS_OF, reader(language), basis)


def pages(content: bytes) -> list[str]:
    """Return the words of each page; line ends and the ends of a typeface's run are spaces."""
    return [
        re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(content), strict=True).pages
    ]


def words(content: bytes) -> str:
    """Return the words of the whole report on one line."""
    return " ".join(pages(content))


def unspaced(content: bytes) -> str:
    """Return the words of the whole report without any space, as Chinese has none."""
    return words(content).replace(" ", "")


def fonts(content: bytes) -> set[str]:
    """Return the typefaces of a report without the mark of a subset."""
    found: set[str] = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        used = page["/Resources"]["/Font"]
        found |= {str(font.get_object()["/BaseFont"]).split("+")[-1].lstrip("/") for font in used.values()}
    return found
