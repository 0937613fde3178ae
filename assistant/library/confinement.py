"""What a process that reads a file from outside may use and touch: little time and memory, nothing else."""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys
import sysconfig
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """How much reading one file may take; `output` is in bytes of text."""

    wall_seconds: float = 20.0
    processor_seconds: int = 15
    memory: int = 1024 * 1024 * 1024
    output: int = 5 * 1024 * 1024
    at_once: int = 2

    @property
    def transport(self) -> int:
        """The most bytes that a child may hand over: a row's words come twice, and every block has its wrapping."""
        return 4 * self.output


_LINUX = sys.platform.startswith("linux")
_OPEN_FILES = 32
_NICE = 5  # a child yields to whoever is waiting for an answer
_REFUSED = (
    *("os.", "socket.", "subprocess.", "pty.", "shutil.", "tempfile.", "webbrowser.", "urllib.", "http.client."),
    *("ftplib.", "smtplib.", "imaplib.", "poplib.", "nntplib.", "telnetlib.", "sqlite3.", "pickle.", "syslog."),
    *("ctypes.dlopen", "ctypes.dlsym", "fcntl.", "resource.", "signal.", "setopencodehook", "cpython.run"),
)
_LISTS = ("os.listdir", "os.scandir")  # how an import looks for a module
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# From the headers of Linux.
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38
_CREATE_RULES, _ADD_RULE, _OBEY_RULES = 444, 445, 446
_ABI_QUERY, _BENEATH = 1, 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# Rights on files that each version of Landlock knows; the fourth adds TCP, the sixth signals and abstract sockets.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_TCP, _FROM_TCP = 0b11, 4
_SCOPES, _FROM_SCOPES = 0b11, 6


class Confinement:
    """The walls around the children of one server; built once, because what it needs must be loaded before they stand.

    What a system does not offer is left out: the resource limits and the audit hook are everywhere, the rest is Linux.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._libraries = library_folders()
        self._libc: Any = ctypes.CDLL(None, use_errno=True) if _LINUX else None

    def leave_network(self) -> bool:
        """Move this process into a network of its own that leads nowhere; whether the system let it."""
        if self._libc is None:
            return False
        # With a user namespace of its own first: it needs no rights, and takes away those that root has.
        return any(self._libc.unshare(flags) == 0 for flags in (_NEW_USER | _NEW_NETWORK, _NEW_NETWORK))

    def enclose(self, parent: int) -> None:
        """Put the walls around this process for good; `parent` is whom it must not outlive."""
        if self._libc is not None:
            self._libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
            self._libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)
            self._allow_only_reading_libraries()
        _limit(self._limits)
        sys.addaudithook(self._audit)

    def _allow_only_reading_libraries(self) -> None:
        """Landlock: native code too may open library files only, and reaches no port and no other process."""
        version = self._libc.syscall(_CREATE_RULES, None, ctypes.c_size_t(0), _ABI_QUERY)
        if version < 1:
            return
        rights = (1 << _FILE_RIGHTS.get(version, 16)) - 1
        handled = struct.pack(
            "QQQ", rights, _TCP if version >= _FROM_TCP else 0, _SCOPES if version >= _FROM_SCOPES else 0
        )
        size = 8 if version < _FROM_TCP else 16 if version < _FROM_SCOPES else 24
        rules = self._libc.syscall(_CREATE_RULES, handled, ctypes.c_size_t(size), 0)
        if rules < 0:
            return
        for folder in self._libraries:
            at = os.open(folder, os.O_PATH)
            self._libc.syscall(_ADD_RULE, rules, _BENEATH, struct.pack("=Qi", _READ_FILE | _READ_FOLDER, at), 0)
            os.close(at)
        self._libc.syscall(_OBEY_RULES, rules, 0)
        os.close(rules)

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if _writes(mode, flags) or not self._is_library(path):
                raise PermissionError("reading a document must not open any other file")
        elif event in _LISTS:
            if not self._is_library(arguments[0]):
                raise PermissionError("reading a document must not look into folders")
        elif event.startswith(_REFUSED):
            raise PermissionError(f"reading a document must not use {event}")

    def _is_library(self, path: object) -> bool:
        if not isinstance(path, str | bytes):
            return False
        real: str = os.path.realpath(os.fsdecode(path))
        return any(real == folder or real.startswith(folder + os.sep) for folder in self._libraries)


def library_folders() -> tuple[str, ...]:
    """The folders that hold the interpreter's library, the installed packages and this package."""
    installed = (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    found = {os.path.realpath(path) for path in (*installed, str(Path(__file__).parents[1])) if path}
    return tuple(sorted(filter(os.path.isdir, found)))


def _writes(mode: object, flags: object) -> bool:
    if isinstance(mode, str) and set(mode) & set("wax+"):
        return True
    return isinstance(flags, int) and bool(flags & _WRITES)


def _limit(limits: Limits) -> None:
    import resource  # not on every system

    with suppress(OSError):
        os.nice(_NICE)
    for name, soft, hard in (
        ("RLIMIT_CPU", limits.processor_seconds, limits.processor_seconds + 1),
        ("RLIMIT_AS", limits.memory, limits.memory),
        ("RLIMIT_FSIZE", 0, 0),
        ("RLIMIT_NOFILE", _OPEN_FILES, _OPEN_FILES),
        ("RLIMIT_CORE", 0, 0),
        ("RLIMIT_NPROC", 0, 0),
    ):
        with suppress(AttributeError, OSError, ValueError):  # unknown to the system, or already lower
            resource.setrlimit(getattr(resource, name), (soft, hard))
