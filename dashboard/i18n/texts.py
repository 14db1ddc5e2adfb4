"""Which sentence stands behind a message id, in the reader's language?

Catalogues are gettext ``.po`` files, one a subject, under ``dashboard/i18n/<language>/``;
they are read and compiled in memory once, so there is no build step and nothing to go stale.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
# Translators have either habit: a gap between Chinese and a number, or none; both beside each other on
# one page look careless.
_GAP: Final = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\d{])|(?<=[\d}%]) (?=[\u4e00-\u9fff])")


class Texts:
    """Sentences in one language: ``texts("overview.headline", count=3)``.

    Integers and dates among the parameters are written in the reader's locale; ``count``
    chooses the plural form. Anything else must come formatted (see ``Formats``). The result
    is plain text: what shows it as Markdown escapes it there.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._translations = translations(self.language)

    def __call__(self, message_id: str, /, **parameters: object) -> str:
        """Return the sentence of ``message_id`` with its parameters filled in."""
        template = self._template(message_id, parameters.get("count"))
        return template.format(**{name: self._written(value) for name, value in parameters.items()})

    def has(self, message_id: str) -> bool:
        """Whether there is a sentence of that id."""
        return self._template(message_id, 1) != message_id

    def _template(self, message_id: str, count: object) -> str:
        if isinstance(count, int):
            found = self._translations.ngettext(message_id, message_id, count)
            if found != message_id:
                return found
        return self._translations.gettext(message_id)

    def _written(self, value: object) -> object:
        if isinstance(value, bool):
            return value
        if isinstance(value, int):
            return format_decimal(value, locale=self.language)
        if isinstance(value, dt.date):
            return format_date(value, "medium", locale=self.language)
        return value


@cache
def translations(language: str) -> GNUTranslations:
    """Return the compiled catalogue of a language, all subjects merged."""
    merged = Catalog(locale=language)
    for path in sorted((Path(__file__).parent / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    forms = message.string if isinstance(message.string, tuple) else (message.string,)
                    written = tuple(_GAP.sub("", str(form)) for form in forms)
                    message.string = written if isinstance(message.string, tuple) else written[0]
                    merged[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)
