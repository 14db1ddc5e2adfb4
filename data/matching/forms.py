"""When are two writings of an id, a name, an address or a day the same?

Each function returns a text's form: two texts with the same form are written differently at most.
An empty form says that nothing can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

TELEPHONE_BLOCK: Final = 8
"""So many last digits are the same whatever country code or leading zero stands in front."""

_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_UMLAUTS: Final = re.compile(r"([aou])e")
_TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "herr", "frau", "jr", "sr"}
)
_HONORIFICS: Final = ("先生", "女士", "小姐", "太太", "老师", "夫人")
_DIGITS: Final = re.compile(r"\d+")
_NO_WORD: Final = re.compile(r"[\W_]+")


def id_form(text: str) -> str:
    """Return an id whatever its case, width, spaces and invisible characters."""
    if text.isascii() and text.isprintable():
        return text.casefold().replace(" ", "")
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] not in "ZC")


def email_form(text: str) -> str:
    """Return an e-mail address whatever its case, width and spaces; empty where it is none."""
    form = id_form(text).removeprefix("mailto:")
    before, at, domain = form.partition("@")
    return form if before and at and "." in domain and "@" not in domain else ""


def telephone_form(text: str) -> str:
    """Return a telephone number's digits without what stands before a country code or an area code."""
    plain = unicodedata.normalize("NFKC", text).replace("(0)", "")
    digits = "".join(_DIGITS.findall(plain)).lstrip("0")
    return digits if TELEPHONE_BLOCK <= len(digits) <= 15 else ""


def is_same_number(one: str, other: str) -> bool:
    """Whether two telephone forms are one number: one is the whole end of the other."""
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def name_form(text: str) -> str:
    """Return a name's words in the order of their letters, without accents, titles and punctuation.

    ``Müller`` and ``Mueller`` have one form; a name in Chinese characters is one word without its
    form of address. Nothing is turned from one script into another.
    """
    kept = text.casefold()
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text).casefold()
        kept = "".join(c for c in folded if unicodedata.category(c) not in {"Mn", "Cf"})
    words = _NO_WORD.sub(" ", kept).split()
    if words and all(_HAN.search(word) for word in words):
        return _without_address("".join(words))
    plain = [_UMLAUTS.sub(r"\1", word) for word in words]
    return " ".join(sorted(word for word in plain if word not in _TITLES))


def is_chinese(form: str) -> bool:
    """Whether a name's form has Chinese characters: one other character is another person."""
    return _HAN.search(form) is not None


def place_form(text: str) -> str:
    """Return a city or a postcode whatever its case, width, accents and punctuation."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c for c in folded if c.isalnum())
    return _UMLAUTS.sub(r"\1", letters)


def birthday_form(text: str) -> str:
    """Return a birthday as year and its two other numbers, whichever of these is the month."""
    numbers = _DIGITS.findall(unicodedata.normalize("NFKC", text))
    if numbers and len(numbers[0]) == 8:
        numbers = [numbers[0][:4], numbers[0][4:6], numbers[0][6:]]
    if len(numbers) < 3:
        return ""
    first, second, third = numbers[:3]
    year, others = (first, (second, third)) if len(first) == 4 else (third, (first, second))
    low, high = sorted(int(number) for number in others)
    return f"{year}-{low}-{high}" if len(year) == 4 and 1 <= low <= 12 and high <= 31 else ""


def _without_address(name: str) -> str:
    for word in _HONORIFICS:
        if name.endswith(word) and len(name) > len(word):
            return name.removesuffix(word)
    return name


FORMS: Final[dict[str, Callable[[str], str]]] = {
    "email": email_form,
    "telephone": telephone_form,
    "name": name_form,
    "birthday": birthday_form,
    "city": place_form,
    "postcode": place_form,
}
"""How each field of ``data.matching.fields`` is compared."""
