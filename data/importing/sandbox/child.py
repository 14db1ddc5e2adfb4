"""What the limited process does: read one file from its input, write its cells to its output.

It is started by ``process`` and never imported by the app. The answer is a line of JSON, then
(unless the file was refused) the cells as an Arrow stream.
"""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

from data.importing.sandbox.limits import OUT_OF_MEMORY, limit_this_process


def main() -> int:
    """Answer the one request: its terms stand in the arguments, the file on standard input."""
    request = json.loads(sys.argv[2])
    limit_this_process(request["memory_bytes"], request["cpu_seconds"], request["file_bytes"])
    from data.errors import FileRefusedError
    from data.importing.sandbox.refusal import RefusedError, SheetOpenError

    try:
        answer, table = _parsed(request, sys.stdin.buffer.read())
    except (RefusedError, FileRefusedError) as error:
        answer, table = {"refused": error.message_id, "parameters": error.parameters}, None
    except SheetOpenError as error:
        answer, table = error.as_json(), None
    except MemoryError:
        return OUT_OF_MEMORY
    _write(sys.stdout.buffer, answer, table)
    return 0


def _parsed(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], Any]:
    import pyarrow as pa

    from data.importing.sandbox.cells import Grid

    grid = Grid(request["most_bytes"])
    answer: dict[str, Any] = {"headings": None, "sheet": "", "broken": []}
    if request["format"] == "parquet":
        from data.importing.sandbox.parquet_file import read_parquet

        answer["headings"], table = read_parquet(data, grid, request["most_bytes"])
        return answer, table
    if request["format"] == "jsonl":
        from data.importing.sandbox.json_lines import read_json_lines

        answer["headings"], answer["broken"] = read_json_lines(data, grid)
    else:
        from data.importing.sandbox.workbook import read_workbook

        answer["sheet"] = read_workbook(data, request["format"], request["sheet"], grid)
    columns = {f"c{number}": pa.array(cells, pa.string()) for number, cells in enumerate(grid.columns)}
    return answer, pa.table({"line": pa.array(grid.numbers, pa.int64()), **columns})


def _write(output: BinaryIO, answer: dict[str, Any], table: Any) -> None:
    output.write(json.dumps(answer).encode() + b"\n")
    if table is not None:
        import pyarrow as pa

        with pa.ipc.new_stream(output, table.schema) as stream:
            stream.write_table(table)
    output.flush()


if __name__ == "__main__":
    sys.exit(main())
