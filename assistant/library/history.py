"""The history of a library: a report of every run that published, and which editions were current after it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.library.shelf import write_whole

# How many of the last releases a rollback may lead to.
KEPT = 3
REPORTS_KEPT = 100
ROLLBACK = "rollback"
_NAME = re.compile(r"\d{6}\.json")


@dataclass(frozen=True, slots=True)
class Release:
    """The editions that were current together after a run, by audience; `number` counts the runs that published."""

    number: int
    at: str
    editions: Mapping[str, str]


class History:
    """The reports below the data folder, one JSON file for each run that published something."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "reports"

    def add(self, what: str, at: str, editions: Mapping[str, str], report: Mapping[str, Any]) -> None:
        """Keep what a run did (publish, rollback, withdraw) with its report and the editions that are current now."""
        number = max((int(entry["number"]) for entry in self.entries()), default=0) + 1
        entry = {"number": number, "what": what, "at": at, "editions": dict(editions), "report": dict(report)}
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / f"{number:06d}.json", json.dumps(entry, ensure_ascii=False, indent=1))
        for path in self._paths()[:-REPORTS_KEPT]:
            path.unlink()

    def entries(self) -> list[dict[str, Any]]:
        """Everything kept, newest first; an entry that cannot be read any more is left out."""
        found = []
        for path in reversed(self._paths()):
            try:
                found.append(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError):
                continue
        return found

    def releases(self) -> list[Release]:
        """Which editions were published together, newest first."""
        return [
            Release(int(entry["number"]), str(entry["at"]), entry["editions"])
            for entry in self.entries()
            if entry["what"] != ROLLBACK
        ]

    def before(self, current: Mapping[str, str]) -> Release | None:
        """The release before the one whose editions are current, or None when there is none left."""
        releases = self.releases()
        at = next((place for place, one in enumerate(releases) if one.editions == current), -1)
        return next((one for one in releases[at + 1 : KEPT] if one.editions != current), None)

    def kept_editions(self) -> set[tuple[str, str]]:
        """The (audience, name) of the editions that a rollback may lead to: those of the last few releases."""
        return {pair for release in self.releases()[:KEPT] for pair in release.editions.items()}

    def erase(self) -> None:
        """Remove every report: they quote what documents said."""
        for path in self._paths():
            path.unlink()

    def _paths(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(path for path in self._folder.iterdir() if _NAME.fullmatch(path.name))
