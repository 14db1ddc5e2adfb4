"""What do the commands have in common: their options, who asks, and in which words they answer?"""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.i18n.texts import Texts
from dashboard.usecases import access
from dashboard.usecases.access import Viewer
from dashboard.usecases.refusals import require_home

# SQLite numbers its rows with 63 bits; JSON readers are exact up to 53.
HIGHEST_ID = 2**53

WorkspaceOption = Annotated[str, typer.Option("--workspace", help="Name of the company.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of sentences.")]


def viewer() -> Viewer:
    """Return who asks, once it is sure that there is a place to keep things."""
    require_home()
    return access.viewer()


def texts() -> Texts:
    """Return the sentences of the command line."""
    return Texts("en")
