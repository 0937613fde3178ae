"""What an edition is, and the seals by which damage to its files is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from assistant.errors import LibraryError
from assistant.model import Clearance, Company

# Another number means that older editions cannot be read, or that what is measured for them is measured in another
# way: they are rebuilt from the vector cache.
FORMAT = 9
# Chroma writes into its own files whenever it opens them, so that they bear no seal: what is in there is compared
# with the vectors beside it instead.
CHROMA = "chroma"
_MANIFEST = "edition.json"
_PLAYBOOK = "playbook.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition is: enough to know whether another build would differ, and whether its files are whole.

    `needed` is its yardstick of relevance, and `drifted` counts the passages that have changed since it was measured.
    `dropped` counts the vectors that its index has lost since it was built anew; `seals` are the hashes of its files.
    `playbook` is what its audience may see of the playbook, as text that another room understands.
    """

    audience: Clearance
    content: str
    model: str
    splitter: str
    company: Company
    playbook: str = ""
    needed: float = 0.0
    dropped: int = 0
    drifted: int = 0
    seals: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of an edition that is being built, without seals; the playbook gets a file that is sealed."""
    values = asdict(manifest)
    (folder / _PLAYBOOK).write_text(values.pop("playbook"), encoding="utf-8", newline="")
    (folder / _MANIFEST).write_text(json.dumps(values, ensure_ascii=False, indent=2), encoding="utf-8")


def seal(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of an edition whose files are complete, with the hash of each."""
    write_manifest(folder, replace(manifest, seals=dict(_hashes(folder))))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an edition; raises `LibraryError` when it is missing or of another format."""
    try:
        values = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise LibraryError("The published library has another format. Run: python ingest.py")
        company = values["company"]
        company["starter_questions"] = tuple(company["starter_questions"])
        return Manifest(
            Clearance(values["audience"]),
            values["content"],
            values["model"],
            values["splitter"],
            Company(**company),
            (folder / _PLAYBOOK).read_bytes().decode(),
            float(values["needed"]),
            int(values["dropped"]),
            int(values["drifted"]),
            dict(values["seals"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(f"The edition {folder.name} is damaged ({error}). Run: python ingest.py") from error


def broken_seals(folder: Path) -> list[str]:
    """The files of an edition that are not what they were when it was built; raises as `read_manifest`."""
    seals = read_manifest(folder).seals
    found = dict(_hashes(folder))
    return sorted(name for name in seals.keys() | found.keys() if seals.get(name) != found.get(name))


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] not in (CHROMA, _MANIFEST):
            with path.open("rb") as file:
                yield name.as_posix(), hashlib.file_digest(file, "sha256").hexdigest()
