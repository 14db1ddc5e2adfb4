"""What the message catalogues hold, and which message ids our code names."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.source_tree import ROOT, Source, called, docstrings, sources, text_patterns

CATALOGUES = ROOT / "dashboard" / "i18n"
ID = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_]+)+")
_BEGINS_WITH_A_SUBJECT = re.compile(r"[a-z][a-z0-9_]*\\\.")
_PARAMETER = re.compile(r"\{(\w+)[^}]*\}")


@dataclass(frozen=True)
class Named:
    """A call that names a message: where, by which text, and the parameters it hands over."""

    place: str
    pattern: str
    is_exact: bool
    parameters: frozenset[str]
    is_open: bool  # more parameters come as **mapping

    def ids(self, known: set[str]) -> set[str]:
        if self.is_exact:
            return {re.sub(r"\\(.)", r"\1", self.pattern)} & known
        pattern = re.compile(self.pattern)
        return {message for message in known if pattern.fullmatch(message)}


@cache
def messages(language: str) -> dict[str, Message]:
    """Return the messages of a language by id; an id in two files is an error."""
    found: dict[str, Message] = {}
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    key = id_of(message)
                    assert key not in found, f"{key} stands twice, again in {language}/{path.name}"
                    found[key] = message
    return found


def id_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """Return the sentence, or all its plural forms."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def parameters_of(message: Message) -> frozenset[str]:
    """Return the names in braces, of all plural forms together."""
    return frozenset(name for form in forms(message) for name in _PARAMETER.findall(form))


@cache
def named_messages() -> tuple[Named, ...]:
    """Return every call that hands a message id to the texts or to an error."""
    return tuple(named for source in sources() for call in source.calls() for named in _named(source, call))


def texts_in_code() -> set[str]:
    """Return, as patterns, all strings that could name a message anywhere in our code."""
    return {pattern for source in sources() for pattern in _id_patterns(source)}


def _named(source: Source, call: ast.Call) -> Iterator[Named]:
    name = called(call)
    is_error = name.endswith("Error") and not hasattr(builtins, name)
    if not call.args or not (name == "texts" or is_error):
        return
    for node in _alternatives(call.args[0]):
        for pattern, is_exact in text_patterns(node):
            yield Named(
                place=f"{source.path}:{call.lineno}",
                pattern=pattern,
                is_exact=is_exact,
                parameters=frozenset(keyword.arg for keyword in call.keywords if keyword.arg),
                is_open=any(keyword.arg is None for keyword in call.keywords),
            )


def _alternatives(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from _alternatives(node.body)
        yield from _alternatives(node.orelse)
    else:
        yield node


def _id_patterns(source: Source) -> Iterator[str]:
    skipped = docstrings(source)
    for node in source.nodes:
        if id(node) in skipped:
            continue
        for pattern, is_exact in text_patterns(node):
            # A text that begins with anything would match every id, and prove nothing.
            if _BEGINS_WITH_A_SUBJECT.match(pattern):
                yield pattern + ("" if is_exact and not pattern.endswith("\\.") else ".*")
    yield from _of_views(source)


def _of_views(source: Source) -> Iterator[str]:
    """Yield the ids that ``tabs.show(here, subject, …)`` makes of its subject."""
    for call in source.calls():
        function = call.func
        is_choice = isinstance(function, ast.Attribute) and ast.unparse(function) == "tabs.show"
        if is_choice and isinstance(call.args[1], ast.Constant):
            yield rf"{call.args[1].value}\.(tabs|tab\..*)"
