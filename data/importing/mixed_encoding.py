"""Were the lines of a file written in two encodings, as when exports are copied below each other?"""

from __future__ import annotations

import re
from collections.abc import Callable

from data.errors import FileRefusedError

_SAMPLE_BYTES = 4 * 1024 * 1024
_HIGH = re.compile(rb"[\x80-\xff]")
_SURE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def refuse_mixed(data: bytes, is_plausible: Callable[[bytes], bool]) -> None:
    """Refuse bytes of which some lines are surely UTF-8 and others surely not.

    Chance may make a short Chinese or western line look like UTF-8; therefore at least three lines
    have to, and make no sense in any other encoding (``is_plausible``).

    Raises
    ------
    FileRefusedError
        They are mixed; the sentence names a line of each kind.
    """
    lines = [
        (number, line)
        for number, line in enumerate(data[:_SAMPLE_BYTES].split(b"\n"), 1)
        if _HIGH.search(line)
    ]
    as_utf8 = [(number, line) for number, line in lines if _is_utf8(line)]
    others = [number for number, line in lines if not _is_utf8(line)]
    if len(as_utf8) < 3 or not others or is_plausible(b"\n".join(line for _, line in as_utf8)):
        return
    raise FileRefusedError("import.refused.mixed_encodings", line=others[0], other=as_utf8[0][0])


def _is_utf8(line: bytes) -> bool:
    return not _HIGH.search(_SURE.sub(b"", line))
