"""In which currencies may a company reckon, and what are they called?"""

from __future__ import annotations

from typing import Final

from babel import Locale

from dashboard.formats import Reader

CODES: Final = (
    "EUR", "CNY", "USD", "GBP", "CHF", "JPY", "HKD", "TWD", "SGD", "KRW", "AUD", "CAD", "NZD", "SEK", "NOK",
    "DKK", "PLN", "CZK", "HUF", "RON", "TRY", "INR", "IDR", "MYR", "THB", "VND", "PHP", "BRL", "MXN", "CLP",
    "ZAR", "AED", "SAR", "KWD", "ILS", "UAH",
)  # fmt: skip


def currency_names(reader: Reader) -> dict[str, str]:
    """Return the currencies by code, each as "EUR · Euro" in the reader's language."""
    names = Locale.parse(reader.texts.language).currencies
    return {code: f"{code} · {names.get(code, code)}" for code in CODES}
