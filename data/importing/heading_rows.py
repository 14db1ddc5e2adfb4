"""Do the headings of a table go on in the rows below the first?

Survey tools write two or three rows of headings: codes, the questions' words, and keys of their own; or a
question over several columns, and below it what each of them holds.
"""

from __future__ import annotations

from collections.abc import Sequence

_KEY = '{"ImportId"'
_MOST_ROWS = 3
# What stands below a question that has one column alone.
_ANSWERS = frozenset({"response", "open-ended response", "回复", "答案", "开放式回答"})


def further_headings(rows: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Return how many rows below the first are headings too, and the headings that all of them make.

    ``rows`` are the first of a table whose first one is its headings.
    """
    top = list(rows[0])
    for number, cells in enumerate(rows[1:_MOST_ROWS], 1):
        if _are_keys(cells):
            return number, list(rows[number - 1])
    if len(rows) > 1 and _go_on(top, rows[1]):
        return 1, _joined(top, rows[1])
    return 0, top


def _are_keys(cells: Sequence[str]) -> bool:
    """Whether a row holds a survey tool's own keys of its columns."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.startswith(_KEY) for cell in filled)


def _go_on(top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a second row names what the columns of a question hold: nothing below who it was, at first."""
    is_answer = any(cell.casefold() in _ANSWERS for cell in below)
    return is_answer and bool(top[0]) and not below[0]


def _joined(top: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return each question with what its column holds; the question stands over the first one alone."""
    names: list[str] = []
    question = ""
    for number in range(max(len(top), len(below))):
        above, own = (cells[number] if number < len(cells) else "" for cells in (top, below))
        question = above or question
        is_said = not own or own.casefold() in _ANSWERS
        names.append(question if is_said else f"{question}: {own}")
    return names
