"""How is what isn't clear about a file asked on a command line, so that it can be answered there?"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts

# So many columns or values are named; a file may have thousands.
_MOST_CHOICES = 40
_NO_CURRENCY = "EUR"  # no amount is written in a question


def question_lines(questions: Sequence[Any], texts: Texts) -> list[str]:
    """Return each question with its answers, each as it has to be typed."""
    lines: list[str] = []
    for number, question in enumerate(questions, 1):
        found = question_values(question, texts)
        head = texts("cli.question", number=number, id=found["id"], sentence=found["sentence"])
        lines += ["", head] if lines else [head]
        for choice in found["choices"][:_MOST_CHOICES]:
            label = choice["label"] if choice["label"] != choice["id"] else ""
            shown = " · ".join(part for part in (label, "; ".join(choice["examples"])) if part)
            lines.append(f"  {choice['argument']}" + (f"    {shown}" if shown else ""))
        if left := len(found["choices"][_MOST_CHOICES:]):
            lines.append("  " + texts("cli.question_more", count=left))
        if found["own"]:
            lines.append(f"  {found['own']}    {found['hint']}")
    return lines


def question_values(question: Any, texts: Texts) -> dict[str, Any]:
    """Return a question as plain values: its sentence, and for each choice its words and what to type.

    ``own`` is how another answer than the choices is typed, empty where there is none.
    """
    from dashboard.presenters.import_understanding import question_argument, question_view

    values: dict[str, Any] = question.as_json()
    view = question_view(values, Reader(texts, Formats(texts.language, _NO_CURRENCY)))
    own = ""
    if question.is_day:
        own = f"--answer {shlex.quote(f'{question.id}=YYYY-MM-DD')}"
    elif question.free:
        own = f"--answer {question.id}=…"
    return values | {
        "sentence": view.text,
        "choices": [
            choice
            | {
                "label": view.labels[choice["id"]],
                "argument": question_argument(values, choice["id"]),
            }
            for choice in values["choices"]
        ],
        "own": own,
        "hint": view.hint or (texts("cli.question_day") if question.is_day else ""),
    }
