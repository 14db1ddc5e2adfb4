"""How do the rows of another database come in: by a name from the environment and one reading query?

What a query answers is kept like an uploaded file, so that it is looked at, mapped, brought in and
undone in the same way.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.usecases.importing import Upload, keep_upload
from data.errors import DataError
from data.importing.query import fetched, source_names
from data.viewer import Viewer

__all__ = ["answer_file", "fetch", "source_names"]

_MOST_QUERY_BYTES = 1024 * 1024


def fetch(viewer: Viewer, slug: str, name: str, query: str) -> Upload:
    """Return the rows of a query, kept like an uploaded file.

    Raises
    ------
    DataError
        There is no such source, or it doesn't answer; nothing was kept.
    """
    viewer.require_change(slug)
    return keep_upload(viewer, slug, fetched(name, query), f"{name}.parquet")


@contextmanager
def answer_file(viewer: Viewer, slug: str, name: str, query_file: Path) -> Iterator[Path]:
    """Give the rows of the query in a file, as a file that is gone afterwards.

    Raises
    ------
    DataError
        The query can't be read, there is no such source, or it doesn't answer.
    """
    viewer.require_change(slug)
    try:
        query = query_file.read_text("utf-8-sig") if query_file.stat().st_size <= _MOST_QUERY_BYTES else ""
    except (OSError, UnicodeDecodeError) as error:
        raise DataError("import.refused.cannot_open", file=query_file.name) from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{query_file.stem}.parquet"
        path.write_bytes(fetched(name, query))
        yield path
