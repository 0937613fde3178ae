"""The folder put into the library again from the desk: `ingest.py` as a process, one at a time, followed as it runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any

import streamlit as st

from assistant.pages.texts import text
from assistant.pages.trouble import numbered
from assistant.settings import Settings

INGEST = Path(__file__).resolve().parents[3] / "ingest.py"
# The options of `ingest.py` that the page runs it with.
DRY_RUN, PRUNE, ROLLBACK, WITHDRAW = "--dry-run", "--prune", "--rollback", "--withdraw"
SECONDS_TO_STOP = 3
# Shorter than that, what is done says little about what is left.
SECONDS_TO_ESTIMATE = 1.5
LINES_KEPT = 40
_LISTS = ("added", "replaced", "removed", "unchanged", "kept", "disagreements", "found", "not_found", "gone")


@dataclass(frozen=True, slots=True)
class Progress:
    """A run under way: its step, how much of that is done, and when the step began."""

    step: str = ""
    done: int = 0
    total: int = 0
    began: float = 0.0

    @property
    def share(self) -> float:
        """How much of the step is done, from 0 to 1."""
        return min(max(self.done / self.total, 0.0), 1.0) if self.total > 0 else 0.0

    def seconds_left(self, now: float) -> int | None:
        """About how long the rest of the step takes, once there is something to judge by."""
        passed = now - self.began
        if self.done <= 0 or passed < SECONDS_TO_ESTIMATE or self.done >= self.total:
            return None
        return max(1, round(passed / self.done * (self.total - self.done)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did or, when dry, would do; `refused` holds what stands where, and what to do about it.

    `moved` holds where a file was and where it is now. `disagreements` are statements of two documents that contradict
    each other, the one that holds first. Of what is new `found` are the documents that a sentence of their own finds,
    `not_found` those that it does not; `gone` are those that are proved not to be there any more. `flags` are (kind,
    path, words) that an editor should look at.
    """

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    disagreements: tuple[str, ...]
    found: tuple[str, ...]
    not_found: tuple[str, ...]
    flags: tuple[tuple[str, str, str], ...]
    gone: tuple[str, ...]
    passages: int
    embedded: int
    seconds: float
    dry_run: bool
    published: Mapping[str, str]

    @classmethod
    def from_json(cls, report: str) -> Outcome:
        """Read the report that `ingest.py --json` prints; raises `ValueError` or `KeyError` for anything else."""
        return cls.from_report(json.loads(report))

    @classmethod
    def from_report(cls, values: Mapping[str, Any]) -> Outcome:
        """Read a report as the history keeps it; raises `KeyError` or `TypeError` for anything else."""
        lists = {name: tuple(values[name]) for name in _LISTS}
        return cls(
            **lists,
            moved=tuple((was, now) for was, now in values["moved"]),
            refused=tuple((one["path"], one["reason"]) for one in values["refused"]),
            flags=tuple((one["kind"], one["path"], one["text"]) for one in values["flags"]),
            passages=values["passages"],
            embedded=values["embedded"],
            seconds=values["seconds"],
            dry_run=values["dry_run"],
            published=values["published"],
        )


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that is over, with its outcome, or with the message that says why there is none.

    `back_to` is when what a rollback returned to was published, and `options` are those of the run.
    """

    outcome: Outcome | None
    message: str = ""
    options: tuple[str, ...] = ()
    back_to: str = ""
    editions: Mapping[str, str] = field(default_factory=dict)
    at: datetime = field(default_factory=datetime.now)
    moment: float = field(default_factory=time.monotonic)


class Intake:
    """At most one run at a time; every visitor of the desk looks at the same one."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = tuple(command)
        self._environment = dict(environment)
        self._lock = Lock()
        self._state: Progress | Ended | None = None
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    @property
    def state(self) -> Progress | Ended | None:
        """The run under way, or else the last one that ended, or None when there was none."""
        return self._state

    def start(self, *options: str) -> bool:
        """Begin a run with these options of `ingest.py`; False when one is under way, or the desk is stopping."""
        with self._lock:
            if self._closed or isinstance(self._state, Progress):
                return False
            # The report goes to a file: two pipes to read in turn could wait for each other.
            report = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  # closed by the follower
            self._process = subprocess.Popen(  # noqa: S603  # our own script, no shell
                (*self._command, *options),
                env={**self._environment, "PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.DEVNULL,
                stdout=report,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
            self._state = Progress()
            Thread(target=self._follow, args=(self._process, report, options), name="intake", daemon=True).start()
        return True

    def stop(self) -> None:
        """End what runs and start nothing more; a run that is cut off leaves the library as it was."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is None:
            return
        _signal(process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_STOP)
        _signal(process, signal.SIGKILL)

    def _follow(self, process: subprocess.Popen[str], report: IO[str], options: tuple[str, ...]) -> None:
        said: deque[str] = deque(maxlen=LINES_KEPT)
        try:
            assert process.stderr is not None
            with report, process.stderr as lines:
                for line in lines:
                    self._hear(line.strip(), said)
                code = process.wait()
                report.seek(0)
                # Cut off by the desk's own end: there is nobody left to tell.
                ended = Ended(None) if self._closed else _ended(code, report.read(), said, options)
        except Exception as error:
            ended = Ended(None, text("intake.failed").format(number=numbered(error)))
        self._state = ended

    def _hear(self, line: str, said: deque[str]) -> None:
        before = self._state
        progress = _progress(line)
        if progress is None:
            said.append(line)
        elif isinstance(before, Progress) and before.step == progress.step:
            self._state = Progress(progress.step, progress.done, progress.total, before.began)
        else:
            self._state = progress


def of_this_desk() -> Intake:
    """The one intake of this process, for the folder and the data that the environment's settings name."""
    return _of(Settings.from_environment(os.environ))


@st.cache_resource(show_spinner=False, max_entries=4)
def _of(settings: Settings) -> Intake:
    return Intake(command(settings.knowledge), os.environ)


def command(folder: Path) -> tuple[str, ...]:
    """The command line of a run over `folder`."""
    return (sys.executable, str(INGEST), str(folder), "--json", "--progress")


def _progress(line: str) -> Progress | None:
    """One line of progress, or None for anything else that a run says."""
    try:
        step, done, total = (json.loads(line)[name] for name in ("step", "done", "total"))
        return Progress(str(step), int(done), int(total), time.monotonic())
    except (ValueError, KeyError, TypeError):
        return None


def _ended(code: int, report: str, said: Sequence[str], options: tuple[str, ...]) -> Ended:
    if code in (0, 1):
        with suppress(ValueError, KeyError, TypeError):
            if ROLLBACK in options:
                release = json.loads(report)
                return Ended(None, options=options, back_to=release["at"], editions=release["editions"])
            outcome = Outcome.from_json(report)
            return Ended(outcome, options=options, editions=outcome.published)
    mark = f"{INGEST.name}: "
    told = [line.removeprefix(mark) for line in said if line.startswith(mark)]
    if code == 2 and told:
        return Ended(None, told[-1], options)
    error = RuntimeError(f"{INGEST.name} ended with exit code {code}: " + " | ".join(said))
    return Ended(None, text("intake.failed").format(number=numbered(error)))


def _signal(process: subprocess.Popen[str], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
