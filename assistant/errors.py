"""What can go wrong, sorted by who must act; every message ends with what to do."""


class AssistantError(Exception):
    """A problem that a person can do something about; its text is written for that person."""


class SettingError(AssistantError):
    """A setting is wrong: change the setting."""


class ContentError(AssistantError):
    """A file of the knowledge folder cannot be used as it is: fix the file."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


class LibraryError(AssistantError):
    """The published library is missing or damaged: publish it (again)."""


class BusyError(AssistantError):
    """Somebody else is at it just now: try later."""


class QuestionError(AssistantError):
    """A question that cannot be asked as it is: ask it differently."""


class RecordsError(AssistantError):
    """What was said cannot be kept or found: nothing is shown as saved that is not."""
