"""Where editions stand: one folder per audience, a pointer to the current edition, the last three kept."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from assistant.errors import LibraryError
from assistant.model import Clearance

KEPT = 3
_POINTER = "current"
_NAME = re.compile(r"(\d{6,})-[0-9a-f]{12}")


class Shelf:
    """The editions of one audience below the data folder."""

    def __init__(self, data: Path, audience: Clearance) -> None:
        self.audience = audience
        self.folder = data / "editions" / audience

    def current(self) -> str | None:
        """The name of the current edition, or None when nothing was published yet; costs microseconds."""
        try:
            return (self.folder / _POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None

    def path(self, name: str) -> Path:
        """The folder of an edition; raises `LibraryError` for something that is no edition's name."""
        if not _NAME.fullmatch(name):
            raise LibraryError(f"The pointer to the {self.audience} edition is damaged. Run: python ingest.py")
        return self.folder / name

    def names(self) -> list[str]:
        """The names of all editions, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted((path.name for path in self.folder.iterdir() if _NAME.fullmatch(path.name)), key=sequence)

    def room(self, name: str) -> Path:
        """A fresh folder name to build an edition in; it becomes an edition by `shelve`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f".building-{name}"

    def shelve(self, name: str) -> None:
        """Make what was built an edition; it is not current yet."""
        os.replace(self.room(name), self.path(name))

    def point_to(self, name: str) -> None:
        """Make an edition the current one, in one step that a reader sees wholly or not at all."""
        fresh = self.folder / f".{_POINTER}"
        with fresh.open("w", encoding="ascii") as file:
            file.write(name + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.folder / _POINTER)

    def tidy(self) -> None:
        """Remove what a broken run left and all but the newest editions; the current one always stays."""
        if not self.folder.is_dir():
            return
        current = self.current()
        for name in self.names()[:-KEPT]:
            if name != current:
                shutil.rmtree(self.folder / name)
        for path in self.folder.glob(".building-*"):
            shutil.rmtree(path)


def sequence(name: str) -> int:
    """The running number in an edition's name."""
    return int(name.split("-", 1)[0])
