"""The knowledge folder: which files are documents, what their metadata says, and which cannot be used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.cards import load_yaml
from assistant.errors import ContentError
from assistant.library.acceptance import require_format, require_name, require_size, shown_name
from assistant.library.metadata import (
    CATALOGUE,
    COMPANY,
    catalogue_entries,
    company_from,
    document_from,
)
from assistant.model import Company, Document

_OURS = {CATALOGUE, COMPANY}
_OUR_FOLDERS = {"playbook", "prompts"}
# What the screens say of a company that has not introduced itself in company.yaml.
_NAMELESS = Company(
    name="our company",
    plumb_line="",
    contact="",
    starter_questions=("What do you offer, and who is it for?", "Who is it not for?", "What does it cost, all in all?"),
)
_LONGEST_FRONT_MATTER = 64 * 1024
_FRONT_MATTER = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the knowledge folder that is to become a document.

    `fingerprint` changes when the file or its metadata change, `content` when the file does; `begins` is where its
    front matter ends, in bytes.
    """

    document: Document
    fingerprint: str
    content: str
    file: Path
    begins: int = 0

    def body(self) -> bytes:
        """The file without front matter, read only when it is needed; raises `ContentError` when it has changed."""
        data = _bytes(self.document.path, self.file)
        if _hash(data) != self.content:
            raise ContentError(self.document.path, "was changed while it was being read. Start again.")
        return data[self.begins :]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that cannot be used, and what to do about it; `document_id` where it could be told."""

    path: str
    reason: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies in a knowledge folder; every file is either a source or a refusal.

    `listed` is what the catalogue says of each path, `missing` the paths among them where no file lies.
    """

    sources: tuple[SourceFile, ...]
    refusals: tuple[Refusal, ...]
    company: Company
    listed: Mapping[str, Document]
    missing: frozenset[str]

    def stated(self) -> dict[str, Document]:
        """What is stated of each path, also of files that cannot be used."""
        fronts = {source.document.path: source.document for source in self.sources if source.begins}
        return {**self.listed, **fronts}


def scan(root: Path, suffixes: Iterable[str]) -> Folder:
    """Look through a knowledge folder; a file that cannot be used never hides the others.

    Raises `ContentError` when the folder itself, its company card or its catalogue cannot be read.
    """
    if not root.is_dir():
        raise ContentError(str(root), "is not a folder. Name the folder that holds your documents.")
    suffixes = frozenset(suffixes)
    catalogue, errors = _catalogue(root)
    refusals = [Refusal(error.path, error.problem) for error in errors]
    refused = {refusal.path for refusal in refusals}
    sources: dict[str, SourceFile] = {}
    paths = list(_files(root))
    for path in paths:
        name = path.relative_to(root).as_posix()
        if name in refused:
            continue
        try:
            source = _source(root, path, catalogue.get(name), suffixes)
            _check_id(source, sources)
        except ContentError as error:
            refusals.append(
                Refusal(shown_name(name), error.problem, catalogue[name].document_id if name in catalogue else None)
            )
        else:
            sources[source.document.document_id] = source
    missing = frozenset(catalogue.keys() - {path.relative_to(root).as_posix() for path in paths})
    reason = f"is described in {CATALOGUE} but is not in the folder. Put the file there or remove its entry."
    refusals += [Refusal(shown_name(name), reason) for name in sorted(missing)]
    return Folder(tuple(sources.values()), tuple(refusals), _company(root), catalogue, missing)


def _files(root: Path) -> Iterable[Path]:
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        ours = (len(parts) == 1 and parts[0] in _OURS) or parts[0] in _OUR_FOLDERS
        hidden = any(part.startswith((".", "~$")) for part in parts)
        if path.is_file() and not ours and not hidden:
            yield path


def _catalogue(root: Path) -> tuple[dict[str, Document], tuple[ContentError, ...]]:
    path = root / CATALOGUE
    return catalogue_entries(_text(path)) if path.exists() else ({}, ())


def _company(root: Path) -> Company:
    path = root / COMPANY
    if not path.exists():
        return _NAMELESS
    return company_from(_text(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(path.name, "is not UTF-8 text. Save it as UTF-8.") from error


def _source(root: Path, path: Path, listed: Document | None, suffixes: frozenset[str]) -> SourceFile:
    name = path.relative_to(root).as_posix()
    require_name(name)
    require_format(name, path.suffix.lower(), suffixes)
    # A link may point anywhere; only what really lies in the folder is content.
    if not path.resolve().is_relative_to(root.resolve()):
        raise ContentError(name, "is a link to a file outside the folder. Put the file itself here.")
    require_size(name, path.stat().st_size)
    data = _bytes(name, path)
    document, begins = listed, 0
    if path.suffix.lower() in (".md", ".markdown"):
        front, begins = _front_matter(name, data)
        if front is not None and listed is not None:
            raise ContentError(name, f"has front matter and an entry in {CATALOGUE}. Keep one of them.")
        if front is not None:
            document = document_from(name, load_yaml(name, front))
    document = document or document_from(name, {})
    # The representation of a frozen dataclass names every field, so any change of metadata shows.
    fingerprint = hashlib.sha256(repr(document).encode() + b"\0" + data).hexdigest()
    return SourceFile(document, fingerprint, _hash(data), path, begins)


def _bytes(name: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentError(name, f"cannot be opened ({error.strerror}). Check its permissions.") from error


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _front_matter(name: str, data: bytes) -> tuple[str | None, int]:
    found = _FRONT_MATTER.match(data)
    if found is None:
        return None, 0
    if len(found.group(1)) > _LONGEST_FRONT_MATTER:
        raise ContentError(name, "has more than 64 KB of front matter. Move what is not metadata below it.")
    return found.group(1).decode("utf-8", errors="replace"), found.end()


def _check_id(source: SourceFile, sources: dict[str, SourceFile]) -> None:
    other = sources.get(source.document.document_id)
    if other is not None:
        raise ContentError(
            source.document.path,
            f"has the id {source.document.document_id!r}, which {other.document.path} has too. Give it its own id.",
        )
