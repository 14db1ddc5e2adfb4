"""How does plain text stay plain where Streamlit reads Markdown?"""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$:&!])")
# Chinese has no space between sentences; where two are put together, one comes along.
_AFTER_A_CHINESE_STOP = re.compile(r"(?<=[，。；：！？、）]) +")
# A list, a rule or an underlined heading begins with these; "-40.00" and "85.0%" are just numbers.
_AT_THE_START = re.compile(r"^(\s*\d*)([=]|[-+](?=[\s-]|$)|(?<=\d)[.)](?=\s|$))")


def plain(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is: no links, pictures, formulas, lists.

    Names of customers, products and files come from outside; a picture in one would have every
    reader's browser fetch it.
    """
    line = _AFTER_A_CHINESE_STOP.sub("", " ".join(text.split()))
    escaped = _SPECIAL.sub(r"\\\1", line)
    return _AT_THE_START.sub(r"\1\\\2", escaped)
