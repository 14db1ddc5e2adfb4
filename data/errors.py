"""What can go wrong with rows and files, named by cause.

An error carries a message id and its parameters, never a finished sentence:
only the dashboard knows the reader's language.
"""

from __future__ import annotations

from engine.errors import NamedError


class DataError(NamedError):
    """Rows could not be read or written."""


class NotFoundError(DataError):
    """What was asked for isn't there: a workspace, an import, an assessment, a customer."""


class NotAllowedError(DataError):
    """The viewer may not see or change this."""


class NameTakenError(DataError):
    """A workspace or view of that name is there already."""


class ChangedMeanwhileError(DataError):
    """Somebody else saved the same row since it was read."""


class FileRefusedError(DataError):
    """A file cannot be read as a table at all; the message says why and what to do."""


class QuestionOpenError(DataError):
    """A file can be understood in more than one way; ``parameters['questions']`` lists how."""


class CancelledError(DataError):
    """The work was cancelled; nothing was changed."""
