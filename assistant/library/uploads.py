"""Files that an editor hands in on the desk: stored below the knowledge folder and nowhere else."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from assistant.errors import ContentError
from assistant.library.acceptance import require_format, require_size

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')
_LONGEST_NAME = 150


class Uploads:
    """Takes files into a knowledge folder whose readers know the `suffixes`."""

    def __init__(self, root: Path, suffixes: Collection[str]) -> None:
        self._root = root
        self._suffixes = frozenset(suffixes)

    @property
    def suffixes(self) -> list[str]:
        """The endings of files that can be read."""
        return sorted(self._suffixes)

    def folders(self) -> list[str]:
        """The folders that documents can be put into, "" for the knowledge folder itself."""
        if not self._root.is_dir():
            return [""]
        found = (path for path in self._root.rglob("*") if path.is_dir() and not path.is_symlink())
        names = (path.relative_to(self._root).as_posix() for path in found)
        return ["", *sorted(name for name in names if not any(part.startswith(".") for part in name.split("/")))]

    def place(self, folder: str, name: str) -> str:
        """Where a file of this name would stand in a folder, relative to the knowledge folder.

        Raises `ContentError` for a name or folder that cannot be used.
        """
        safe = _safe(name)
        if folder not in self.folders():
            raise ContentError(name, "cannot be put into a folder that is not there. Choose one of the list.")
        require_format(safe, PurePosixPath(safe).suffix.lower(), self._suffixes)
        return f"{folder}/{safe}" if folder else safe

    def exists(self, place: str) -> bool:
        """Whether a file stands there already, and would be replaced."""
        return (self._root / place).exists()

    def store(self, folder: str, name: str, data: bytes) -> str:
        """Put a file into a folder in one step, in place of one that has its name; where it stands is returned.

        Raises `ContentError` when it cannot be taken; nothing has changed then.
        """
        place = self.place(folder, name)
        require_size(place, len(data))
        if not data:
            raise ContentError(name, "is empty. Save it again with its content.")
        target = self._root / place
        # A link in the folder could lead anywhere.
        inside = target.parent.resolve().is_relative_to(self._root.resolve())
        if not inside or target.is_symlink() or target.is_dir():
            raise ContentError(name, "cannot be stored there: a link or a folder has its place. Rename the file.")
        fresh = target.with_name(f".{target.name}.upload")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, target)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise ContentError(name, f"cannot be stored ({error.strerror}). Check the folder and the disk.") from error
        return place


def _safe(name: str) -> str:
    """A file's name without anything that leads elsewhere, hides, or cannot be seen."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    safe = re.sub(r"\s+", " ", _UNSAFE.sub(" ", last)).strip(" .")
    stem, dot, suffix = safe.rpartition(".")
    if not dot or not stem or safe.startswith(("~$", ".")):
        shown = _UNSAFE.sub(" ", name)[:_LONGEST_NAME]
        raise ContentError(shown, "has a name that cannot be used. Rename it, for example price-list.pdf.")
    return f"{stem[:_LONGEST_NAME].strip()}.{suffix}"
