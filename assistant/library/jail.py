"""The parser jail: files from outside are read in processes that cannot touch anything, and are ended in time."""

from __future__ import annotations

import json
import logging
import queue
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from assistant.errors import ContentError, LibraryError
from assistant.library.acceptance import require_size
from assistant.library.confinement import Limits
from assistant.library.jailed import ANSWER, BLOCKS, REQUEST, Outcome, received
from assistant.library.text import DocumentText, clean, place

__all__ = ["Jail", "Limits"]

_READ = "assistant.library.readers:read"
_ROOT = Path(__file__).parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from assistant.library.jailed import serve; serve(*sys.argv[2:])"
_START_SECONDS = 30.0
_GRACE_SECONDS = 3.0  # for a server to end a child that is late, before it is ended itself
_ATTEMPTS = 2
_LONGEST_REASON = 1_000
_MEGABYTE = 1024 * 1024
_CRASH = "makes the program that reads it fail. Open it in the program it came from and save it again."

_log = logging.getLogger(__name__)


class Jail:
    """Reads files as `readers.read` does, each in a child process of its own that is limited and walled in.

    May be called from several threads; as many files are read at once as the limits say, the others wait.
    Each of the servers that fork the children reads one file at a time and is started when it is first needed.
    """

    def __init__(self, limits: Limits | None = None, read: str = _READ) -> None:
        self._limits = limits or Limits()
        # The last one put back is taken first, so a second server starts only when two files are read at once.
        self._free: queue.LifoQueue[_Server] = queue.LifoQueue()
        for _ in range(self._limits.at_once):
            self._free.put(_Server(self._limits, read))

    def read(self, path_name: str, data: bytes) -> DocumentText:
        """The text of a file; raises `ContentError` when it cannot be read, `LibraryError` when nothing can."""
        require_size(path_name, len(data))
        server = self._free.get()
        try:
            outcome, content = server.read(path_name, data)
        finally:
            self._free.put(server)
        if outcome is Outcome.READ:
            return _document(path_name, content)
        raise ContentError(path_name, self._problem(path_name, outcome, content))

    def close(self) -> None:
        """End the servers, after the files that are being read; a file read later starts them anew."""
        servers = [self._free.get() for _ in range(self._limits.at_once)]
        for server in servers:
            server.end()
            self._free.put(server)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _problem(self, name: str, outcome: Outcome, content: bytes) -> str:
        if outcome is Outcome.REFUSED:
            # It may quote the file, goes to screens and terminals, and comes from where nothing is certain.
            return _printable(content)
        if exceeded := _exceeded(outcome, self._limits):
            return f"{exceeded} Split it into several files or simplify it."
        _log.warning("%r made its reader fail: %s", name, _printable(content))
        return _CRASH


class _Server:
    """The process that reads one file at a time, as seen from outside; started again whenever it is gone."""

    def __init__(self, limits: Limits, read: str) -> None:
        self._limits = limits
        self._read = read
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None

    def read(self, name: str, data: bytes) -> tuple[Outcome, bytes]:
        """What became of a file; raises `LibraryError` when no process can be started."""
        for _ in range(_ATTEMPTS):
            connection = self._started()
            try:
                return self._asked(connection, name, data)
            except TimeoutError:
                self.end()
                return Outcome.LONG, b""
            except (OSError, EOFError):
                self.end()  # perhaps ended by somebody else, so the file has another chance
            except BaseException:
                self.end()  # an answer that nobody waits for must not be taken for that of the next file
                raise
        return Outcome.BROKEN, b"the server was gone"

    def end(self) -> None:
        """End the process and whatever it started."""
        if self._connection is not None:
            self._connection.close()  # its child goes with it
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._connection = None

    def _started(self) -> socket.socket:
        if self._connection is not None and self._process is not None and self._process.poll() is None:
            return self._connection
        for _ in range(_ATTEMPTS):
            self.end()
            with suppress(OSError, EOFError):
                return self._start()
        self.end()
        raise LibraryError(
            "The process that reads documents does not start. Free some memory and try again; "
            "if that does not help, install the program again."
        )

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        self._connection = ours
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [
                    *(sys.executable, "-I", "-B", "-X", "utf8", "-c", _START),
                    *(str(_ROOT), self._read, json.dumps(asdict(self._limits))),
                ],
                env={"LANG": "C.UTF-8"},
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        outcome, _ = self._answer(ours, time.monotonic() + _START_SECONDS)
        if outcome is not Outcome.READY:
            raise EOFError
        return ours

    def _asked(self, connection: socket.socket, name: str, data: bytes) -> tuple[Outcome, bytes]:
        encoded = name.encode("utf-8", "surrogatepass")
        deadline = time.monotonic() + self._limits.wall_seconds + _GRACE_SECONDS
        connection.settimeout(deadline - time.monotonic())
        connection.sendall(REQUEST.pack(len(encoded), len(data)) + encoded)
        connection.sendall(data)
        return self._answer(connection, deadline)

    def _answer(self, connection: socket.socket, deadline: float) -> tuple[Outcome, bytes]:
        connection.settimeout(max(0.001, deadline - time.monotonic()))
        outcome, length = ANSWER.unpack(received(connection, ANSWER.size))
        if length > self._limits.transport:
            raise EOFError
        connection.settimeout(max(0.001, deadline - time.monotonic()))
        return Outcome(outcome), received(connection, length)


def _printable(content: bytes) -> str:
    return clean(content[:_LONGEST_REASON].decode("utf-8", "replace"))


def _exceeded(outcome: Outcome, limits: Limits) -> str | None:
    return {
        Outcome.LONG: f"takes longer than {limits.wall_seconds:g} seconds to read.",
        Outcome.SLOW: f"takes longer than {limits.processor_seconds} seconds to read.",
        Outcome.HUNGRY: f"needs more than {limits.memory // _MEGABYTE:,} MB of memory to read.",
        Outcome.LARGE: f"holds more than {limits.output / _MEGABYTE:g} MB of text.",
    }.get(outcome)


def _document(name: str, content: bytes) -> DocumentText:
    """The blocks as checked against their types and placed anew: a child is believed nothing else."""
    try:
        return place(BLOCKS.validate_json(content))
    except ValidationError as error:
        _log.warning("%r came back in a form that is not ours", name)
        raise ContentError(name, _CRASH) from error
