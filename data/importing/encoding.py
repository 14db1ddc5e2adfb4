"""In which encoding was a file written, and when is there more than one answer?

Valid UTF-8 and byte order marks settle it. Otherwise the bytes are read as GB18030, Big5 and
Windows-1252 (and as Japanese, Cyrillic and Central European), and a reading counts as plausible
when it gives text that people write: frequent Chinese characters, Japanese syllables, or single
accented letters between plain ones. A heading that is known from other files settles it too.
Where two readings, or none, are plausible, the manager is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from data.errors import DataError, FileRefusedError
from data.importing.fields import is_known
from data.importing.mixed_encoding import refuse_mixed
from data.importing.questions import Choice, Question

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CHINESE = ("gb18030", "big5")
_JAPANESE = ("cp932", "euc_jp")
_WESTERN, _CENTRAL, _CYRILLIC = "cp1252", "cp1250", "cp1251"
_KANA = re.compile("[\u3040-\u30fa\u30fc]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_LOWER_CYRILLIC = re.compile("[\u0430-\u045f]")
# A sign such as ³ or ¹ within a word: in another of Windows' encodings it is a letter.
_SIGN_IN_WORD = re.compile(
    r"(?<=[A-Za-z])[^\x00-\x7f\w\s\u2018\u2019\u2013](?=[A-Za-z])|(?<=[a-z])[\u00b9\u00b3]"
)
_SAMPLE_BYTES = 256 * 1024
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_ASCII = re.compile(r"[\x00-\x7f]+")
_WORDS = re.compile(r"[^,;|\t\r\n\"]+")
# Frequent characters of both scripts, names of goods and headings: real text is full of
# them, the same bytes in the wrong encoding give rare ones.
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成"
    "方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日者意无力它与长把机十民第公此已工使"
    "情明性知全三又关点正业外将两高间由问很最重并物手应向头文体政美相见被利什二等产或新己制身果加西月话合回特代内信表化老给"
    "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活更别打女变四神总何电数安少报才结反受目太"
    "量再感建务做接必场件计管期市直德资山金指统区保至形社便空决治展马科司五基书非则白界达光放强难权思王完设式色路记南品住告"
    "类求据程北边张该交规万取格望领共确师观清今切院让带导运"
    "客户额订单编号商价渠姓店售元男衣鞋杯蓝红黑绿李刘陈杨黄赵周吴徐孙胡朱林何郭州京广深圳杭武汉成都省县城街村酒茶食"
    "這個們來為國說時會對發後經沒動現學當無與長機業將兩間問產應頭體見務場統區員廠價額單號電話數戶訂購銷餐飲門臺灣東"
)


@dataclass(frozen=True)
class Decoded:
    """A file's text as UTF-8 bytes, the encoding it came in, and whether some bytes were broken."""

    utf8: bytes
    encoding: str
    broken: bool = False


def decode(data: bytes, answers: Mapping[str, str]) -> Decoded:
    """Return a file's text, asking (``QuestionOpenError``) where the bytes allow two readings.

    Raises
    ------
    FileRefusedError
        The bytes are no text.
    DataError
        The encoding that was answered doesn't exist or doesn't fit.
    """
    if "encoding" in answers:
        return _as_answered(data, answers["encoding"])
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", _silent_utf16(data)))
    if encoding and encoding != "utf-8":
        return Decoded(_strictly(data[len(mark) :], encoding), encoding)
    _refuse_binary(data)
    data = data[len(mark) :]
    if _reads(data, "utf-8"):
        return Decoded(data, "utf-8")
    if _mostly_utf8(data) or _breaks_off(data):
        return Decoded(data.decode("utf-8", "replace").encode(), "utf-8", broken=True)
    refuse_mixed(data, _makes_sense)
    encoding = _settled(data, answers)
    return Decoded(data.decode(encoding).encode(), encoding)


def _as_answered(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except (LookupError, ValueError) as error:  # what Python knows of codecs is more than encodings
        raise DataError("import.encoding_does_not_fit", encoding=encoding) from error
    return Decoded(text.lstrip("\ufeff").encode(), encoding)


def _strictly(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError as error:
        raise FileRefusedError("import.refused.broken_text", encoding=encoding) from error


def _silent_utf16(data: bytes) -> str:
    """Return UTF-16 without a mark: every other byte of mostly plain text is then zero."""
    head = data[: _SAMPLE_BYTES // 2 * 2]
    if len(head) < 4:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * len(head) / 2 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * len(head) / 2 and odd == 0 else ""


def _refuse_binary(data: bytes) -> None:
    head = data[:_SAMPLE_BYTES]
    controls = sum(head.count(bytes([code])) for code in (*range(9), *range(14, 32)))
    if (controls > max(1, 0.01 * len(head)) and controls > 8) or (controls and controls > 0.2 * len(head)):
        raise FileRefusedError("import.refused.not_a_table")


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Whether nearly all sequences beyond ASCII are valid: then the few others are damage."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = sum(1 for run in _HIGH_RUNS.finditer(data[:_SAMPLE_BYTES]))
    return beyond >= 10 and broken <= 0.1 * beyond


def _breaks_off(data: bytes) -> bool:
    """Whether only the last character is broken: the file was cut off within it."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and not data[: error.start].isascii()
    return False


def _readable(data: bytes) -> list[str]:
    """Return the usual encodings that fit, and of the others those that make sense."""
    usual = [e for e in (*_CHINESE, _WESTERN) if _reads(data, e)]
    others = [e for e in (*_JAPANESE, _CENTRAL, _CYRILLIC) if _reads(data, e)]
    return usual + [e for e in others if _is_plausible(data, e)]


def _settled(data: bytes, answers: Mapping[str, str]) -> str:
    readable = _readable(data)
    if not readable:
        raise FileRefusedError("import.refused.broken_text", encoding="UTF-8")
    known = [e for e in readable if _has_known_heading(data, e)]
    plausible = known or [e for e in readable if _is_plausible(data, e)]
    if len(plausible) == 1:
        return plausible[0]
    choices = tuple(Choice(e, _samples(data, e)) for e in plausible or readable)
    if len({choice.examples for choice in choices}) == 1:
        return choices[0].id
    return Question("encoding", choices, free=True).settled(answers)


def _makes_sense(data: bytes) -> bool:
    """Whether bytes are text that people write in any encoding but UTF-8."""
    return any(_reads(data, encoding) and _is_plausible(data, encoding) for encoding in (*_CHINESE, _WESTERN))


def _has_known_heading(data: bytes, encoding: str) -> bool:
    first = re.split(rb"[\r\n]", data.lstrip(), maxsplit=1)[0].decode(encoding, "replace")
    return any(not cell.isascii() and is_known(cell) for cell in _WORDS.findall(first))


def _is_plausible(data: bytes, encoding: str) -> bool:
    head = data[:_SAMPLE_BYTES]
    alone = [len(run) for run in _HIGH_RUNS.findall(head)].count(1)
    if encoding == _WESTERN:
        return alone >= 0.8 * len(_HIGH_RUNS.findall(head))
    text = head.decode(encoding, "ignore")
    if encoding == _CENTRAL:
        western = head.decode(_WESTERN, "replace")
        return bool(_SIGN_IN_WORD.search(western)) and not _SIGN_IN_WORD.search(text)
    beyond = _ASCII.sub("", text)
    kana = len(_KANA.findall(beyond))
    if encoding in _JAPANESE:
        return kana >= 0.2 * len(beyond) and len(_HALF_WIDTH.findall(beyond)) <= 0.2 * len(beyond)
    if encoding == _CYRILLIC:
        return alone < 0.2 * len(beyond) and len(_LOWER_CYRILLIC.findall(beyond)) >= 0.6 * len(beyond)
    # Japanese shares its syllables with the Chinese encodings, not its characters.
    is_japanese = kana > 0.1 * len(beyond)
    return not is_japanese and sum(c in _FREQUENT for c in beyond) >= 0.15 * len(beyond)


def _samples(data: bytes, encoding: str) -> tuple[str, ...]:
    """Return the first three cells with letters beyond ASCII, as they look in an encoding."""
    cells = _WORDS.findall(data[:_SAMPLE_BYTES].decode(encoding, "ignore"))
    return tuple(dict.fromkeys(c.strip()[:60] for c in cells if not c.isascii()))[:3]
