"""What stands in our source files: imports, functions, calls and strings, read without running them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("engine", "data", "dashboard")
Function = ast.FunctionDef | ast.AsyncFunctionDef
_BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.comprehension,
    ast.match_case,
    ast.Assert,
)


@dataclass(frozen=True)
class Source:
    """One of our Python files; ``path`` is relative to the root, with slashes."""

    path: str
    tree: ast.Module
    lines: int

    @property
    def stem(self) -> str:
        return Path(self.path).stem

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Return what ``ast.walk`` finds, walked once; that a name is read or set is no node of its own."""
        return tuple(node for node in ast.walk(self.tree) if not isinstance(node, ast.expr_context))

    def imports(self) -> set[str]:
        """Return the dotted names that are imported anywhere in the file, also inside functions."""
        found = set()
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.update(_imported(node.module, alias.name) for alias in node.names)
        return found

    def functions(self) -> Iterator[Function]:
        """Yield functions and methods; those nested in a function count as part of it."""
        yield from _functions(self.tree)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))


@cache
def sources() -> tuple[Source, ...]:
    """Return all files of the app, migrations' versions left out: those are history, not to be touched."""
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "versions" not in path.parts]
    paths += [path for path in (ROOT / "streamlit_app.py",) if path.exists()]
    return tuple(_read(path) for path in sorted(paths))


def under(*prefixes: str) -> list[Source]:
    """Return the files whose path starts with one of the prefixes."""
    return [source for source in sources() if source.path.startswith(prefixes)]


def called(call: ast.Call) -> str:
    """Return the name that is called, the last part of a dotted one."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def body_lines(function: Function) -> int:
    """Return a function's lines without decorators and docstring."""
    whole = (function.end_lineno or 0) - function.lineno + 1
    docstring = function.body[0] if ast.get_docstring(function) else None
    return whole - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)


def branches(function: Function) -> int:
    """Return the decision points plus one; each further ``and`` or ``or`` counts as one."""
    nodes = list(ast.walk(function))
    joined = sum(len(node.values) - 1 for node in nodes if isinstance(node, ast.BoolOp))
    return 1 + sum(isinstance(node, _BRANCHES) for node in nodes) + joined


def parameters(function: Function) -> list[ast.arg]:
    """Return the named parameters without ``self`` and ``cls``."""
    arguments = function.args
    named = arguments.posonlyargs + arguments.args + arguments.kwonlyargs
    return [parameter for parameter in named if parameter.arg not in ("self", "cls")]


def docstrings(source: Source) -> set[int]:
    """Return the ids of the string nodes that are docstrings."""
    found = set()
    for node in source.nodes:
        if isinstance(node, ast.Module | ast.ClassDef | Function) and ast.get_docstring(node, clean=False):
            found.add(id(node.body[0].value))  # type: ignore[attr-defined]
    return found


def text_patterns(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Yield what a string or f-string node spells, as (regular expression, whether it is exact)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value), True
    elif isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else ".+"
            for part in node.values
        )
        yield "".join(parts), False


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), ast.parse(text), len(text.splitlines()))


@cache
def _imported(module: str, name: str) -> str:
    inner = ROOT.joinpath(*module.split("."), name)
    is_module = inner.with_suffix(".py").exists() or inner.is_dir()
    return f"{module}.{name}" if is_module else module


def _functions(parent: ast.AST) -> Iterator[Function]:
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, Function):
            yield node
        elif not isinstance(node, ast.expr):
            yield from _functions(node)
