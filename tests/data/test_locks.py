from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

from data.locks import try_lock, waiting_lock
from data.progress import silent, within
from tests.source_tree import ROOT

HOLD = """
import sys, time
from pathlib import Path
from data.locks import try_lock
assert try_lock(Path(sys.argv[1])) is not None
print("held", flush=True)
time.sleep(60)
"""


def test_a_lock_has_one_holder_and_is_free_again_once_its_process_is_dead(tmp_path):
    path = tmp_path / "one.lock"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdout=subprocess.PIPE)
    with holder:
        assert holder.stdout.readline() == b"held\n"
        assert try_lock(path) is None
        holder.kill()
        holder.wait(10)
        handle = try_lock(path)
        assert handle is not None
        os.close(handle)


def test_who_waits_gets_the_lock_next(tmp_path):
    path, order = tmp_path / "one.lock", []
    handle = try_lock(path)

    def wait():
        with waiting_lock(path):
            order.append("second")

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.1)
    order.append("first")
    os.close(handle)
    thread.join(10)
    assert order == ["first", "second"]


def test_a_stretch_of_a_progress_fills_its_part():
    seen = []
    inner = within(lambda share, step: seen.append((round(share, 6), step)), 0.2, 0.6)
    for share in (0.0, 0.5, 1.0):
        inner(share, "job.cancelled")
    within(silent, 0, 1)(0.5, "job.cancelled")
    assert seen == [(0.2, "job.cancelled"), (0.4, "job.cancelled"), (0.6, "job.cancelled")]
