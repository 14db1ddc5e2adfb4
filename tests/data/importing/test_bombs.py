"""Is a small file that would become a huge one refused at once, and does the server not even notice?"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from data.errors import FileRefusedError
from data.importing.opening import open_file
from data.importing.sandbox.process import Limits, parsed
from data.importing.source import load
from tests.data.importing.packed_files import SALES, gzip_bomb, xlsx, zip_bomb, zipped
from tests.source_tree import ROOT

SHEET = "xl/worksheets/sheet1.xml"
GOOD = xlsx({"S": SALES})
MEGABYTES = 380

BOMBS = {
    "workbook.xlsx": (zip_bomb(SHEET, MEGABYTES, others=GOOD), "import.refused.too_large"),
    "lying.xlsx": (zip_bomb(SHEET, MEGABYTES, declared=9_000, others=GOOD), "import.refused.damaged_archive"),
    "table.zip": (zip_bomb("table.csv", MEGABYTES), "import.refused.too_large"),
    "lying.zip": (zip_bomb("table.csv", MEGABYTES, declared=9_000), "import.refused.damaged_archive"),
    "table.csv.gz": (gzip_bomb(600), "import.refused.too_large"),
    "nested.zip": (zipped({"inner.zip": zip_bomb("t.csv", MEGABYTES)}), "import.refused.too_large"),
    "nested.gz.zip": (zipped({"inner.csv.gz": gzip_bomb(600)}), "import.refused.nested_archive"),
    "workbook.zip": (
        zipped({"w.xlsx": zip_bomb(SHEET, MEGABYTES, others=GOOD)}),
        "import.refused.too_large",
    ),
}

# In a process of its own, so that what the tests themselves hold does not hide a peak.
MEASURED = """
import json, resource, sys, time
from pathlib import Path
from data.errors import FileRefusedError
from data.importing.opening import open_file
from data.importing.source import load
import numpy, pyarrow.csv
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before, begun = peak(), time.perf_counter()
try:
    open_file(load(Path(sys.argv[1])), {})
    said = "opened"
except FileRefusedError as error:
    said = error.message_id
print(json.dumps([said, time.perf_counter() - begun, (peak() - before) / 1024]))
"""


def measured(path) -> tuple[str, float, float]:
    """Return the refusal, its seconds and by how many megabytes the process grew."""
    command = [sys.executable, "-c", MEASURED, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    said, seconds, megabytes = json.loads(done.stdout)
    return said, seconds, megabytes


@pytest.mark.alone
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_a_second_and_the_server_does_not_grow(tmp_path, name):
    content, message = BOMBS[name]
    assert len(content) < 700_000
    path = tmp_path / name
    path.write_bytes(content)
    said, seconds, megabytes = measured(path)
    assert said == message
    assert seconds < 1
    assert megabytes < 40


def test_two_cells_at_the_ends_of_a_sheet_cost_the_server_nothing(tmp_path):
    rows = [["customer", "day"], *[[]] * 1_048_574, [None] * 16_383 + ["x"]]
    path = tmp_path / "corners.xlsx"
    path.write_bytes(xlsx({"S": rows}))
    said, seconds, megabytes = measured(path)
    assert said == "import.refused.too_costly"
    assert (seconds < 3, megabytes < 40) == (True, True)


def test_a_file_that_takes_too_long_is_given_up():
    with pytest.raises(FileRefusedError) as refused:
        parsed(GOOD, "xlsx", {}, Limits(wall_seconds=0.001))
    assert refused.value.message_id == "import.refused.too_slow"


def test_the_limits_do_not_touch_an_honest_file(tmp_path):
    path = tmp_path / "sales.xlsx"
    path.write_bytes(GOOD)
    assert open_file(load(path), {}).raw.rows == 2
