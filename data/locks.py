"""Who may do what only one process may do at a time?

A lock is held on an open file, so the operating system frees it when its process dies.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


_POLL_SECONDS = 0.02


def try_lock(path: Path) -> int | None:
    """Return an open, locked file handle, or ``None`` when another holder is alive.

    Close the handle (``os.close``) to let go. The file itself stays: removing it would let
    two processes lock two different files of that name.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if _try_lock(handle):
        return handle
    os.close(handle)
    return None


@contextmanager
def waiting_lock(path: Path) -> Iterator[None]:
    """Hold the lock of ``path``, waiting for whoever holds it now."""
    handle = try_lock(path)
    while handle is None:
        time.sleep(_POLL_SECONDS)
        handle = try_lock(path)
    try:
        yield
    finally:
        os.close(handle)
