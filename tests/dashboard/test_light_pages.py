"""Do pages open without the heavy libraries, which cost seconds and are the worker's business?"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from dashboard.state import PAGE_FILES
from tests.source_tree import ROOT

HEAVY = ("sklearn", "ibis", "pandera", "alembic", "reportlab")
# Each page is run in one fresh process, as a server does it.
VISIT = """
import json, sys
from streamlit.testing.v1 import AppTest
from dashboard.state import PAGE_FILES

at = AppTest.from_file("streamlit_app.py", default_timeout=60).run()
loaded = {}
for name, file in PAGE_FILES.items():
    at.switch_page(file).run()
    loaded[name] = [module for module in HEAVY if module in sys.modules]
    loaded[name] += [error.value for error in at.exception]
    loaded[name] += [button.key for button in at.button if (button.key or "").startswith("failure_")]
print(json.dumps(loaded))
"""


def test_no_page_loads_a_heavy_library(demo, holdfast_home):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"HEAVY = {HEAVY!r}\n{VISIT}"],
        cwd=ROOT,
        env={**os.environ, "HOLDFAST_HOME": str(holdfast_home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert len(loaded) == len(PAGE_FILES)
    assert {name: found for name, found in loaded.items() if found} == {}
