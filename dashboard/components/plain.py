"""How does plain text stay plain where Streamlit reads Markdown?"""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$:&!])")
_AT_THE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def plain(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is: no links, pictures, formulas, lists.

    Names of customers, products and files come from outside; a picture in one would have every
    reader's browser fetch it.
    """
    line = " ".join(text.split())
    escaped = _SPECIAL.sub(r"\\\1", line)
    return _AT_THE_START.sub(lambda found: found[1] + _number_escaped(found[2]), escaped)


def _number_escaped(mark: str) -> str:
    return mark[:-1] + "\\" + mark[-1] if len(mark) > 1 else "\\" + mark
