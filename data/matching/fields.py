"""Which of a company's free attributes tell people apart?

Files name them as they like; a heading is recognised by its words, in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_WORDS: Final[dict[str, str]] = {
    "name": "name",
    "email": "email mail emailaddress mailaddress emailadresse 邮箱 电子邮箱 电子邮件 邮件 电邮 郵箱 "
    "電子郵件",
    "telephone": "telephone phone tel phonenumber telephonenumber mobile mobilephone mobilenumber cell "
    "cellphone telefon telefonnummer handy 手机 手机号 手机号码 电话 电话号码 联系电话 手機 電話",
    "birthday": "birthday birthdate dateofbirth dob geburtstag geburtsdatum 生日 出生日期 出生年月日",
    "city": "city town stadt ort wohnort 城市 所在城市 市 城镇",
    "postcode": "postcode postalcode zip zipcode plz postleitzahl 邮编 邮政编码 郵遞區號",
}
_PARTS_OF_A_NAME: Final = (
    ("firstname", "givenname", "forename", "vorname", "名"),
    ("lastname", "surname", "familyname", "nachname", "familienname", "姓"),
)
_CHINESE_PARTS: Final = frozenset({"名", "姓"})
FIELDS: Final = tuple(_WORDS)
"""What customers are compared by, beside their ids."""

_WHO: Final = frozenset({"name", "email", "telephone"})
_FIELD_OF: Final = {word: field for field, words in _WORDS.items() for word in words.split()}
_NOTHING: Final = frozenset(
    {"-", "--", "–", "?", "n/a", "na", "none", "null", "unknown", "无", "未知", "不详"}
)


def field_of(attribute: str) -> str:
    """Return which of ``FIELDS`` a free attribute is; empty where it is none."""
    return _FIELD_OF.get(attribute.replace("_", ""), "")


def tells_who(attribute: str) -> bool:
    """Return whether a free attribute only says who somebody is or how they are reached."""
    word = attribute.replace("_", "")
    return field_of(attribute) in _WHO or any(word in names for names in _PARTS_OF_A_NAME)


def identifying(attributes: Mapping[str, object]) -> dict[str, str]:
    """Return what is known under each of ``FIELDS``, from attributes by name; unknown ones are absent."""
    found: dict[str, str] = {}
    parts: dict[str, str] = {}
    for attribute, value in attributes.items():
        text = str(value).strip()
        if not text or text.casefold() in _NOTHING:
            continue
        if field := field_of(attribute):
            found.setdefault(field, text)
        elif any((word := attribute.replace("_", "")) in names for names in _PARTS_OF_A_NAME):
            parts[word] = text
    if "name" not in found and parts:
        found["name"] = _whole_name(parts)
    return found


def _whole_name(parts: Mapping[str, str]) -> str:
    given, family = (next((parts[name] for name in names if name in parts), "") for names in _PARTS_OF_A_NAME)
    if _CHINESE_PARTS & parts.keys():
        return family + given
    return f"{given} {family}".strip()
