"""The inside of the parser jail: a server that reads every file in a fresh child, which cannot touch anything else."""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import struct
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from importlib import import_module

from pydantic import TypeAdapter

from assistant.errors import ContentError
from assistant.library.confinement import Confinement, Limits
from assistant.library.text import Block, BlockKind, DocumentText

Read = Callable[[str, bytes], DocumentText]

REQUEST = struct.Struct(">II")  # the lengths of the name and of the data that follow
ANSWER = struct.Struct(">BI")  # the outcome, and the length of what follows
BLOCKS = TypeAdapter(tuple[Block, ...])

# What the readers import when they are first used; a child should find it loaded.
_AHEAD = (
    *("charset_normalizer", "lxml.etree", "lxml.html", "markdown_it", "mdit_py_plugins.footnote"),
    *("pypdfium2", "pypdfium2.raw", "email.policy", "email._header_value_parser"),
)
_ENCODINGS = (
    *("utf-8-sig", "utf-16", "utf-32", "utf-7", "cp1252", "cp932", "euc_jp", "gb18030", "big5", "euc_kr"),
    *("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "iso8859-1", "iso2022_jp", "hz", "quopri", "base64"),
)
_CHUNK = 1024 * 1024


class Outcome(IntEnum):
    """What became of a file; behind READ come its blocks, behind REFUSED and BROKEN the reason."""

    READY = 0  # not of a file: the server has started
    READ = 1
    REFUSED = 2
    LONG = 3
    SLOW = 4
    HUNGRY = 5
    LARGE = 6
    BROKEN = 7


def serve(read_name: str, limits: str) -> None:
    """Read files for the process at the other end of the standard input until it is gone; started by `Jail`.

    `read_name` is where the reading function is found ("package.module:function"), `limits` is JSON.
    """
    server = _Server(_found(read_name), Limits(**json.loads(limits)))
    parent = socket.socket(fileno=os.dup(0))
    parent.sendall(ANSWER.pack(Outcome.READY, 0))
    while (request := _request(parent)) is not None:
        outcome, content = server.read(*request, parent)
        del request
        parent.sendall(ANSWER.pack(outcome, len(content)) + content)


def received(sender: socket.socket, length: int) -> bytes:
    """Exactly `length` bytes; raises `EOFError` when the sender is gone before."""
    data = bytearray(length)
    view = memoryview(data)
    while view:
        count = sender.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return bytes(data)


def _found(read_name: str) -> Read:
    for name in _AHEAD:
        import_module(name)
    for encoding in _ENCODINGS:
        with suppress(LookupError):
            b"".decode(encoding)
    module, _, function = read_name.partition(":")
    found: Read = getattr(import_module(module), function)
    return found


def _request(parent: socket.socket) -> tuple[str, bytes] | None:
    try:
        name, data = REQUEST.unpack(received(parent, REQUEST.size))
        return received(parent, name).decode("utf-8", "surrogatepass"), received(parent, data)
    except EOFError:
        return None


class _Server:
    """Forks a child for each file, waits for it and ends it."""

    def __init__(self, read: Read, limits: Limits) -> None:
        self._read = read
        self._limits = limits
        self._confinement = Confinement(limits)
        self._confinement.leave_network()
        self._nowhere = os.open(os.devnull, os.O_RDWR)
        gc.freeze()  # what is loaded stays shared with the children

    def read(self, name: str, data: bytes, parent: socket.socket) -> tuple[Outcome, bytes]:
        output, writing = os.pipe()
        server = os.getpid()
        child = os.fork()
        if child == 0:
            self._be_child(server, writing, name, data)
        os.close(writing)
        with suppress(OSError):  # the child does it too: whoever comes first
            os.setpgid(child, child)
        try:
            content, ended = self._collected(output, parent)
        finally:
            os.close(output)
            with suppress(OSError):
                os.killpg(child, signal.SIGKILL)  # also what it may have left behind; a zombie keeps its status
            _, status = os.waitpid(child, 0)
        outcome = ended or _outcome(status, content)
        return outcome, content[1:] or f"it ended with status {os.waitstatus_to_exitcode(status)}".encode()

    def _collected(self, output: int, parent: socket.socket) -> tuple[bytes, Outcome | None]:
        """What the child writes, and why it must be ended before it has come to its end."""
        deadline = time.monotonic() + self._limits.wall_seconds
        waiting = select.poll()
        waiting.register(output, select.POLLIN)
        waiting.register(parent, select.POLLIN)
        content = bytearray()
        while len(content) <= self._limits.transport:
            ready = waiting.poll(max(0.0, deadline - time.monotonic()) * 1000)
            if not ready:
                return b"", Outcome.LONG
            if any(file == parent.fileno() for file, _ in ready):
                raise SystemExit  # nothing is sent before the answer, so the parent is gone
            chunk = os.read(output, _CHUNK)
            if not chunk:
                return bytes(content), None
            content += chunk
        return b"", Outcome.LARGE

    def _be_child(self, server: int, writing: int, name: str, data: bytes) -> None:
        """Read the file and write what came of it; never returns."""
        status = 1
        try:
            os.setpgid(0, 0)
            for standard in (0, 1, 2):
                os.dup2(self._nowhere, standard)
            os.dup2(writing, 3)
            os.closerange(4, os.sysconf("SC_OPEN_MAX"))
            self._confinement.enclose(server)
            content = memoryview(_read_safely(self._read, name, data, self._limits.output))
            while content:
                content = content[os.write(3, content) :]
            status = 0
        finally:
            os._exit(status)


def _read_safely(read: Read, name: str, data: bytes, most: int) -> bytes:
    try:
        document = read(name, data)
        if len(document.text.encode("utf-8", "replace")) > most:
            return bytes([Outcome.LARGE])
        hidden = (Block(BlockKind.PARAGRAPH, words, hidden=True) for words in document.hidden)
        return bytes([Outcome.READ]) + BLOCKS.dump_json((*(placed.block for placed in document.blocks), *hidden))
    except ContentError as error:
        return bytes([Outcome.REFUSED]) + error.problem.encode("utf-8", "replace")
    except MemoryError:
        return bytes([Outcome.HUNGRY])
    except Exception as error:  # whatever a reader trips over must not be more than this file's problem
        return bytes([Outcome.BROKEN]) + _where(error).encode("utf-8", "replace")


def _where(error: Exception) -> str:
    """Which error came from where; not what it says, because that may quote the document."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)
    places = [f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in frames[-5:]]  # noqa: PTH119
    return f"{type(error).__name__} at {' > '.join(places)}"


def _outcome(status: int, content: bytes) -> Outcome:
    """How a child ended that was left alone."""
    if os.WIFSIGNALED(status):
        # SIGKILL comes from the system, which does that to who takes the last of its memory.
        by = {int(signal.SIGXCPU): Outcome.SLOW, int(signal.SIGKILL): Outcome.HUNGRY}
        return by.get(os.WTERMSIG(status), Outcome.BROKEN)
    if os.WEXITSTATUS(status) or not content or content[0] not in set(Outcome) - {Outcome.READY}:
        return Outcome.BROKEN
    return Outcome(content[0])
