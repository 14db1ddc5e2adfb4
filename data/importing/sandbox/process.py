"""How is a file parsed that may be hostile, so that the app never notices?

A child process reads it, with limits on memory, processor and clock; the app gets text cells back,
or the reason why not. The child gets the file's bytes and nothing else: no environment, no paths.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.errors import FileRefusedError
from data.importing.archives import most_unpacked
from data.importing.questions import Choice, Question
from data.importing.sandbox.kept import keep_answer, kept_answer, kept_place
from data.importing.sandbox.limits import (
    MOST_CPU_SECONDS,
    MOST_MEMORY_BYTES,
    MOST_RESULT_BYTES,
    MOST_WALL_SECONDS,
    OUT_OF_MEMORY,
)

_ROOT = Path(__file__).resolve().parents[3]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from data.importing.sandbox.child import main; sys.exit(main())"
)
# Large tables may come from small files (a Parquet file keeps each different text once).
_SMALL_RESULT_BYTES = 64 * 1024**2
_OUT_OF_TIME = getattr(signal, "SIGXCPU", 0)
# What a system needs to start a process at all; everything else of the environment stays here.
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "TZDIR")


@dataclass(frozen=True)
class Limits:
    """What one file may take: memory in bytes, seconds of processor and of the clock."""

    memory_bytes: int = MOST_MEMORY_BYTES
    cpu_seconds: int = MOST_CPU_SECONDS
    wall_seconds: float = MOST_WALL_SECONDS


@dataclass(frozen=True)
class Parsed:
    """Cells as text: columns by position, the number of each row in the file, headings where there are.

    ``sheet`` is the sheet of a workbook that has several; ``broken`` are lines that hold no row.
    """

    columns: tuple[pa.Array, ...]
    lines: NDArray[np.int64]
    headings: tuple[str, ...] | None
    sheet: str
    broken: tuple[tuple[int, str], ...]


def parsed(
    data: bytes,
    kind: str,
    answers: Mapping[str, str],
    limits: Limits | None = None,
    upload: Path | None = None,
) -> Parsed:
    """Return the cells of a workbook, a Parquet file or JSON lines; those of an ``upload`` are kept with it.

    Raises
    ------
    FileRefusedError
        It is damaged, locked, or needs more memory or time than a file may take.
    QuestionOpenError
        A workbook has several sheets.
    """
    limits = limits or Limits()
    most_bytes = min(MOST_RESULT_BYTES, max(_SMALL_RESULT_BYTES, most_unpacked(len(data))))
    request = {
        "format": kind,
        "sheet": answers.get("sheet"),
        "most_bytes": most_bytes,
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds,
        "file_bytes": 2 * most_bytes,
    }
    asked = json.dumps(request)
    place = kept_place(upload, data, asked)
    if (kept := kept_answer(place)) is not None:
        with contextlib.suppress(ValueError, KeyError, OSError):  # damaged: the file is parsed again
            return _answered(kept, answers)
    answer = _asked(asked, data, limits)
    keep_answer(place, answer)
    return _answered(answer, answers)


def _answered(said: bytes, answers: Mapping[str, str]) -> Parsed:
    end = said.index(b"\n") + 1
    answer, cells = json.loads(said[:end]), pa.py_buffer(said).slice(end)
    if "refused" in answer:
        raise FileRefusedError(str(answer["refused"]), **answer["parameters"])
    if "sheets" in answer:
        choices = tuple(Choice(name, tuple(rows)) for name, rows in answer["sheets"])
        Question("sheet", choices).settled(answers)
    return _understood(answer, cells)


def _asked(request: str, data: bytes, limits: Limits) -> bytes:
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    # One thread and one heap: every further one reserves address space, which is what is limited.
    environment |= {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1"}
    environment |= {"OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-I", "-B", "-c", _START, str(_ROOT), request],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        code = _fed(child, data, limits)
        if code != 0:
            _refuse_failure(code, limits)
        output.seek(0)
        return output.read()


def _fed(child: subprocess.Popen[bytes], data: bytes, limits: Limits) -> int:
    try:
        child.communicate(data, timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise FileRefusedError("import.refused.too_slow", seconds=round(limits.wall_seconds)) from None
    except BaseException:
        child.kill()
        child.communicate()
        raise
    return child.returncode


def _refuse_failure(code: int, limits: Limits) -> None:
    """Say why the child ended: by its clock, for want of memory (which may kill it), or otherwise."""
    if code == -_OUT_OF_TIME:
        raise FileRefusedError("import.refused.too_slow", seconds=limits.cpu_seconds)
    if code == OUT_OF_MEMORY or code < 0:
        raise FileRefusedError("import.refused.too_costly", megabytes=limits.memory_bytes // 1024**2)
    raise FileRefusedError("import.refused.unreadable")


def _understood(answer: dict[str, Any], cells: pa.Buffer) -> Parsed:
    table = pa.ipc.open_stream(cells).read_all()
    table.validate(full=True)
    columns = [_in_one_piece(column) for column in table.columns]
    lines: NDArray[np.int64] = np.arange(1, table.num_rows + 1)
    if table.column_names[:1] == ["line"]:
        lines = columns.pop(0).to_numpy()
    headings = answer["headings"]
    return Parsed(
        columns=tuple(columns),
        lines=lines,
        headings=None if headings is None else tuple(headings),
        sheet=str(answer["sheet"]),
        broken=tuple((int(line), str(text)) for line, text in answer["broken"]),
    )


def _in_one_piece(column: pa.ChunkedArray) -> pa.Array:
    pieces = column.combine_chunks()
    return pieces.chunk(0) if isinstance(pieces, pa.ChunkedArray) else pieces
