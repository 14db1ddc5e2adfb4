"""Where does the parsed form of a waiting upload lie, so that the next look at it takes no second parsing?

Beside the upload, under the hash of what was parsed and how. It can be thrown away at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

UPLOAD_ENDING = ".part"
_ENDING = ".parsed"
# Raised when the child answers in another way: what an older version kept is parsed again.
_VERSION = "1"


def kept_place(path: Path | None, data: bytes, request: str) -> Path | None:
    """Return where the answer to a request about an upload's bytes is kept; None for any other file."""
    if path is None or path.suffix != UPLOAD_ENDING:
        return None
    asked = hashlib.sha256(b"\0".join((_VERSION.encode(), request.encode(), data))).hexdigest()
    return path.with_name(f"{path.name}.{asked[:32]}{_ENDING}")


def kept_answer(place: Path | None) -> bytes | None:
    """Return the answer that is kept, if there is one."""
    if place is None:
        return None
    try:
        return place.read_bytes()
    except OSError:
        return None


def keep_answer(place: Path | None, answer: bytes) -> None:
    """Keep an answer, whole or not at all; without room for it the next look takes as long as this one."""
    if place is None:
        return
    written = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    with contextlib.suppress(OSError):
        try:
            with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(answer)
            written.replace(place)
        finally:
            written.unlink(missing_ok=True)


def remove_upload(path: Path) -> None:
    """Remove an upload with all that is kept of it."""
    path.unlink(missing_ok=True)
    for kept in path.parent.glob(f"{path.name}.*"):
        kept.unlink(missing_ok=True)
