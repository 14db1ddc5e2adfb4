"""What has the reader said so far about the file they are bringing in?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard import state
from dashboard.state import Here
from dashboard.usecases import importing
from dashboard.usecases.importing import Inspection, Question, Upload
from dashboard.usecases.refusals import Refusal

_KEY = "import_draft"


@dataclass
class Draft:
    """A file on its way in: what was chosen and answered, and the job once there is one.

    ``asked`` keeps the questions that were answered, so that an answer can be changed;
    ``refused`` says of a typed answer why the file can't be read so;
    ``round`` numbers the drafts of a session, so that each has fresh widgets.
    """

    workspace: str
    round: int = 0
    kind: str = "transactions"
    upload: Upload | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Question] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)
    job_id: int | None = None
    inspected: tuple[object, Inspection] | None = None

    def given(self, found: Inspection) -> dict[str, str]:
        """Return the answers to what was asked of this file or offered to be said otherwise."""
        names = {*self.asked, "encoding", *(offer.id for offer in found.offers)}
        return {name: answer for name, answer in self.answers.items() if name in names}

    def key(self, name: str) -> str:
        """Return the key of a widget of this draft."""
        return f"import_{name}_{self.round}"


def draft(here: Here) -> Draft:
    """Return what was said so far in this company; nothing of another company's."""
    found: Draft | None = state.chosen(_KEY)
    if found is None or found.workspace != here.workspace.slug:
        found = Draft(here.workspace.slug, round=found.round + 1 if found else 0)
        state.remember(_KEY, found)
    return found


def start_again(here: Here) -> None:
    """Forget the file, its bytes included, and begin with a new one."""
    before = draft(here)
    if before.upload is not None and before.job_id is None:
        importing.discard_upload(here.viewer, here.workspace.slug, before.upload)
    state.remember(_KEY, Draft(here.workspace.slug, before.round + 1, before.kind))


def inspection(here: Here, now: Draft, upload: Upload) -> Inspection:
    """Return how the file would be read; it is read again only after something was changed.

    Raises
    ------
    DataError
        It can't be read, or a choice doesn't fit it.
    """
    asked = (upload.token, now.kind, _sorted(now.mapping), _sorted(now.answers))
    if now.inspected is None or now.inspected[0] != asked:
        found = importing.inspect_upload(
            here.viewer, here.workspace.slug, now.kind, upload, now.mapping, now.answers
        )
        now.inspected = (asked, found)
        now.asked |= {question.id: question for question in found.questions}
    return now.inspected[1]


def _sorted(chosen: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(chosen.items()))
