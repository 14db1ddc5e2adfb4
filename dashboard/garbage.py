"""Who pays for the garbage collector walking over everything that was ever imported?

Nobody: after a full collection the objects alive are set aside for good. Without that, a full
collection holds the interpreter for every session while it walks over all libraries. Streamlit's
own collection after every rerun is off (``runner.postScriptGC``): even of what is left it takes
about as long as a seventh of a rerun.
"""

from __future__ import annotations

import gc
from functools import cache


def freeze() -> None:
    """Collect once and leave what is alive out of all later collections."""
    gc.collect()
    gc.freeze()


@cache
def freeze_once() -> None:
    """Freeze at the first call in this process; the front door calls it after its imports."""
    freeze()
