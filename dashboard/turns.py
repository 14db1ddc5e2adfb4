"""Who waits for whom when many readers ask at once?

The interpreter runs one thread at a time. Left alone, twenty reruns take it from each other
at every lock and at every call that lets it go, and wait for the operating system to wake them
each time: all of them are slow, while the machine is half idle. One after the other, first
come first served, each takes as long as if it were alone, and the last is done sooner.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# Many times an ordinary rerun: who takes longer waits for a disk or writes a large file.
LONGEST_SECONDS: Final = 1.0


class Turns:
    """A line of threads, of which the first works.

    Nobody is held up by somebody slow: a turn that takes longer than ``longest_seconds`` goes
    on, but the next one begins beside it.
    """

    def __init__(self, longest_seconds: float) -> None:
        self._longest_seconds = longest_seconds
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._working: threading.Event | None = None
        self._since = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn; it ends with the block, however that is left."""
        mine = threading.Event()
        self._wait(mine)
        try:
            yield
        finally:
            with self._guard:
                if self._working is mine:
                    self._call_next()

    def _wait(self, mine: threading.Event) -> None:
        with self._guard:
            self._waiting.append(mine)
            if self._working is None:
                self._call_next()
        while not mine.wait(self._longest_seconds):
            with self._guard:
                if time.monotonic() - self._since >= self._longest_seconds:
                    self._call_next()

    def _call_next(self) -> None:
        self._working = self._waiting.popleft() if self._waiting else None
        self._since = time.monotonic()
        if self._working is not None:
            self._working.set()


PAGES: Final = Turns(LONGEST_SECONDS)
