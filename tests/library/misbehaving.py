"""Readers that do what a reader taken over by a hostile file would try; the server of a jail finds them by name."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from assistant.library.text import Block, BlockKind, DocumentText, place

# Looked up before the walls stand, as native code would not have to ask Python for them.
_LIBC = ctypes.CDLL(None, use_errno=True)
_MALLOC, _SOCKET, _CONNECT, _OPEN, _KILL = _LIBC.malloc, _LIBC.socket, _LIBC.connect, _LIBC.open, _LIBC.kill
_MALLOC.restype = ctypes.c_void_p


def obey(path_name: str, data: bytes) -> DocumentText:
    """Do what the file says, and read it as one paragraph when that had no consequences."""
    order, _, detail = data.decode().partition(" ")
    _ORDERS[order](detail)
    return place([Block(BlockKind.PARAGRAPH, data.decode())])


def _nothing(_: str) -> None:
    pass


def _loop(_: str) -> None:
    while True:
        pass


def _sleep(_: str) -> None:
    time.sleep(3600)


def _hog(_: str) -> None:
    hoard = []
    while True:
        hoard.append(b"x" * 10_000_000)


def _native_hog(_: str) -> None:
    block = _MALLOC(ctypes.c_size_t(2 * 1024**3))
    if not block:
        raise MemoryError


def _connect(port: str) -> None:
    socket.create_connection(("127.0.0.1", int(port)), timeout=1)


def _connect_natively(port: str) -> None:
    made = _SOCKET(socket.AF_INET, socket.SOCK_STREAM, 0)
    address = socket.AF_INET.to_bytes(2, "little") + int(port).to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
    if made < 0 or _CONNECT(made, address, len(address)):
        raise OSError(ctypes.get_errno(), "connect")


def _write(path: str) -> None:
    Path(path).write_text("taken")


def _open(path: str) -> None:
    Path(path).read_bytes()


def _list(path: str) -> None:
    list(Path(path).iterdir())


def _open_natively(path: str) -> None:
    if _OPEN(path.encode(), os.O_RDONLY) < 0:
        raise OSError(ctypes.get_errno(), "open")


def _write_natively(path: str) -> None:
    if _OPEN(path.encode(), os.O_WRONLY | os.O_CREAT, 0o600) < 0:
        raise OSError(ctypes.get_errno(), "open")


def _fork(_: str) -> None:
    os.fork()


def _run(_: str) -> None:
    subprocess.run(["/bin/true"], check=True)


def _execute(_: str) -> None:
    os.execv("/bin/true", ["true"])


def _leave(_: str) -> None:
    os._exit(0)


def _crash(_: str) -> None:
    ctypes.string_at(0)


def _abort(_: str) -> None:
    os.abort()


def _kill_parent(_: str) -> None:
    os.kill(os.getppid(), signal.SIGKILL)


def _kill_parent_natively(_: str) -> None:
    if _KILL(os.getppid(), signal.SIGKILL):
        raise OSError(ctypes.get_errno(), "kill")


def _raise(_: str) -> None:
    raise KeyError("a secret of the document")


def _quit(_: str) -> None:
    raise SystemExit(0)


def _forge(_: str) -> None:
    os.write(3, b'\x01[{"kind": "paragraph", "text": 5}]')
    os._exit(0)


def _flood(_: str) -> None:
    while True:
        os.write(3, b"\x01" * 1_000_000)


def _talk(_: str) -> None:
    os.write(1, b"to the terminal")
    os.write(2, b"to the terminal")


def _close_and_stay(_: str) -> None:
    os.close(3)
    time.sleep(3600)


def _stay_behind(_: str) -> None:
    threading.Thread(target=time.sleep, args=(3600,)).start()


def _environment(_: str) -> None:
    if set(os.environ) - {"LANG", "LC_CTYPE"}:
        raise OSError(str(os.environ))


_ORDERS = {
    name.removeprefix("_"): order for name, order in list(globals().items()) if name.startswith("_") and name.islower()
}
