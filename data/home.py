"""Where is everything kept?

``HOLDFAST_HOME`` names the folder (``~/.holdfast`` when unset); a workspace is a folder in
it, named by its slug. Slugs are plain ASCII and checked wherever one becomes a path, so a
slug that came out of an address can never lead outside.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Container
from pathlib import Path

from data.errors import NotFoundError

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 40
_NO_LETTERS = "workspace"
# Windows opens a device instead of a folder of these names.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)


def home() -> Path:
    """Return the folder of the whole installation; only its owner may look into it."""
    folder = Path(os.environ.get("HOLDFAST_HOME") or "~/.holdfast").expanduser().absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def registry_file() -> Path:
    """Return the path of the registry of workspaces and jobs."""
    return home() / "registry.db"


def workspace_folder(slug: str) -> Path:
    """Return the folder of a workspace, whether or not it is there.

    Raises
    ------
    NotFoundError
        The slug isn't one that ``new_slug`` could have made.
    """
    if len(slug) > _LONGEST or not _SLUG.fullmatch(slug):
        raise NotFoundError("error.workspace_not_found", name=slug)
    return home() / slug


def company_file(slug: str) -> Path:
    """Return the path of a company's database."""
    return workspace_folder(slug) / "company.db"


def new_slug(name: str, taken: Container[str]) -> str:
    """Return a folder name for a workspace name, different from those that are taken.

    Letters outside ASCII are dropped, so a Chinese name becomes ``workspace``, then
    ``workspace-2``; an address therefore never spells a company's name in full.
    """
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[: _LONGEST - 6].strip("-") or _NO_LETTERS
    slug, number = stem, 1
    while slug in taken or slug in _DEVICES or (home() / slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
