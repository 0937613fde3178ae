"""Whose conversations a browser may continue: a random name, signed so that nobody can make one up."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from itsdangerous import BadSignature, Signer

from assistant.errors import RecordsError

_BYTES = 32


class Visitors:
    """Names visitors without knowing anything about them; a name is good as long as the key is the same.

    `cookie` is what the browser calls the one thing that it keeps.
    """

    cookie = "plumbline_visitor"

    def __init__(self, key: bytes) -> None:
        self._signer = Signer(key, salt="plumbline.visitor")

    @classmethod
    def under(cls, path: Path) -> Visitors:
        """Visitors under the key in this file, which is made if there is none; raises `RecordsError`."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(path)
            key = path.read_bytes()
        except OSError as error:
            raise RecordsError(f"{path} cannot be used ({error.strerror}). Check the folder and its disk.") from error
        if len(key) < _BYTES:
            raise RecordsError(f"{path} is damaged. Delete it: who had begun a conversation then begins a new one.")
        return cls(key)

    def new(self) -> str:
        """A signed name for somebody who has none yet."""
        return self._signer.sign(secrets.token_hex(_BYTES)).decode("ascii")

    def owner(self, signed: str | None) -> str:
        """The name in a signed one, "" where it is none of ours."""
        try:
            return self._signer.unsign(signed or "").decode("ascii")
        except (BadSignature, UnicodeError):
            return ""


def _make(path: Path) -> None:
    """A new key at `path`, whole or not at all, readable by this account alone; one that is there stays."""
    if path.exists():
        return
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(beside, path)
        except FileExistsError:
            # Another process was first; its key counts.
            return
    finally:
        beside.unlink(missing_ok=True)
