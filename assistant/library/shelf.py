"""Where editions stand: one folder per audience, a pointer to the current edition, the last three kept."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from assistant.errors import LibraryError
from assistant.model import Clearance

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
        write_whole(self.folder / _POINTER, name + "\n")

    def tidy(self, kept: Collection[str] = ()) -> None:
        """Remove what a broken run left and every edition that is neither to be kept nor current."""
        if not self.folder.is_dir():
            return
        for path in self.folder.glob(".building-*"):
            shutil.rmtree(path)
        for name in set(self.names()) - {*kept, self.current()}:
            shutil.rmtree(self.folder / name)


class Shelves:
    """The shelves of all audiences, whose pointers move together even if a run is cut off in between."""

    def __init__(self, data: Path) -> None:
        self._shelves = {audience: Shelf(data, audience) for audience in Clearance}
        self._journal = data / "switching.json"

    def __getitem__(self, audience: Clearance) -> Shelf:
        return self._shelves[audience]

    def current(self) -> dict[str, str]:
        """The names of the current editions by audience."""
        return {audience: name for audience, shelf in self._shelves.items() if (name := shelf.current())}

    def next_number(self) -> int:
        """The running number of the next editions; none is ever used again."""
        return 1 + max((sequence(name) for shelf in self._shelves.values() for name in shelf.names()), default=0)

    def switch(self, names: Mapping[str, str]) -> None:
        """Make these editions current, all or none: what is cut off half-way is finished by `settle`."""
        write_whole(self._journal, json.dumps(dict(names)))
        self.settle()

    def settle(self) -> None:
        """Finish a switch that was cut off; its editions were complete before it began."""
        try:
            names = json.loads(self._journal.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        # The public edition first: what an editor has withdrawn from customers is gone for them first.
        for audience, shelf in self._shelves.items():
            if name := names.get(audience.value):
                shelf.point_to(name)
        self._journal.unlink()

    def tidy(self, kept: Collection[tuple[str, str]] = ()) -> None:
        """Remove what a broken run left and every edition that is neither to be kept nor current."""
        for audience, shelf in self._shelves.items():
            shelf.tidy([name for of_whom, name in kept if of_whom == audience])

    def free_space(self) -> tuple[int, int]:
        """Bytes that the current editions take, and bytes that are free on their disk."""
        folders = [shelf.path(name) for shelf in self._shelves.values() if (name := shelf.current())]
        taken = sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())
        return taken, shutil.disk_usage(self._journal.parent).free


def write_whole(path: Path, text: str) -> None:
    """Write a file in one step that a reader sees wholly or not at all."""
    fresh = path.with_name(f".{path.name}")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def sequence(name: str) -> int:
    """The running number in an edition's name."""
    return int(name.split("-", 1)[0])
