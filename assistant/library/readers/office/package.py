"""An Office file as a package: an archive of XML parts, checked before anything in it is unpacked."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from assistant.errors import ContentError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PARTS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
_RATIO_FROM = 1024 * 1024  # small parts may be packed as tightly as they like

_KINDS = {
    "document": ("a Word document", ".docx"),
    "presentation": ("a PowerPoint presentation", ".pptx"),
    "workbook": ("an Excel workbook", ".xlsx"),
}
_DAMAGED = "is damaged and cannot be opened. Open it in the program it came from, repair it and save it again."
_NOT_SAFE = "so it is not opened. Open it in the program it came from and save it again."
# The strict variant of the standard differs in its namespaces; read under the usual names it is the same.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")
_DOCTYPES = ("<!DOCTYPE".encode("ascii"), "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, when it claims nothing that could exhaust us; raises `ContentError` otherwise.

    What the archive's directory says is a limit and no promise: the standard library never unpacks more of a
    part than is declared there.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ContentError(name, _DAMAGED) from error
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise ContentError(name, f"holds more than {MAX_PARTS:,} parts. Split it into several files.")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ContentError(name, "unpacks to more than 100 MB. Split it or leave out its pictures.")
    for part in parts:
        if part.file_size > _RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size:
            raise ContentError(name, f"is packed more than {MAX_RATIO} to 1, {_NOT_SAFE}")
        if ".." in re.split(r"[/\\]", part.filename) or _ABSOLUTE.match(part.filename):
            raise ContentError(name, f"holds a part whose name leads out of it, {_NOT_SAFE}")
        if part.flag_bits & 1:
            raise ContentError(name, "is protected by a password. Save it without one.")
    return archive


class Package:
    """The parts of an Office file and the relationships between them; a part is known by its path."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._archive = open_archive(data, name)
        # Names differ in case and slashes between the programs that write them.
        self._parts = {part.filename.replace("\\", "/").lower(): part for part in self._archive.infolist()}
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}

    def main(self, kind: str) -> tuple[str, _Element]:
        """The path and the content of the main part; raises `ContentError` when it is of another kind."""
        what, ending = _KINDS[kind]
        path = next(self.related("", "officeDocument"), None)
        if path is None or path.lower() not in self._parts:
            raise ContentError(self.name, f"is a ZIP archive but not {what}. Save it as {ending}.")
        if path.endswith(".bin"):
            raise ContentError(self.name, f"is in a binary format. Open it and save it as {ending}.")
        root = self.required(path)
        found = str(root.tag).rpartition("}")[2]
        if found != kind:
            other, fits = _KINDS.get(found, ("something else", ""))
            advice = f"Rename it to {fits}" if fits else f"Save it as {ending}"
            raise ContentError(self.name, f"is not {what} but {other}. {advice}.")
        return path, root

    def related(self, path: str, kind: str) -> Iterator[str]:
        """The parts that a part refers to as `kind`, such as "footnotes"; "" stands for the package itself."""
        for found, target in self._targets(path).values():
            if found == kind:
                yield target

    def target(self, path: str, identifier: str | None) -> tuple[str, str]:
        """The kind and the path of what a relationship of a part leads to; both empty when there is none."""
        return self._targets(path).get(identifier or "", ("", ""))

    def xml(self, path: str | None) -> _Element | None:
        """The content of a part that may be missing."""
        return self.required(path) if path and path.lower() in self._parts else None

    def required(self, path: str) -> _Element:
        """The content of a part that must be there; raises `ContentError` when it cannot be read."""
        # Imported here because listing the readers must not cost what one of them needs.
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(self.content(path), parser)
        except etree.XMLSyntaxError as error:
            raise ContentError(self.name, self.unreadable(error.msg)) from error

    def content(self, path: str) -> bytes:
        """The bytes of an XML part, under the usual names of the standard and without any entities to expand."""
        try:
            data = self._archive.read(self._parts[path.lower()])
        except (
            *(KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError),
            *(NotImplementedError, RuntimeError),  # unusual compression or encryption
        ) as error:
            raise ContentError(self.name, _DAMAGED) from error
        if any(doctype in data for doctype in _DOCTYPES):
            raise ContentError(
                self.name, f"declares a document type of its own, as no Office program does, {_NOT_SAFE}"
            )
        return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)

    def unreadable(self, reason: str | None) -> str:
        """What is wrong with a file whose XML the parser gives up on."""
        if reason and ("depth" in reason.lower() or "limit" in reason.lower()):
            return "is nested too deeply or holds too much text in one place. Simplify it and save it again."
        return _DAMAGED

    def _targets(self, path: str) -> dict[str, tuple[str, str]]:
        if path not in self._relations:
            self._relations[path] = dict(self._read_targets(path))
        return self._relations[path]

    def _read_targets(self, path: str) -> Iterator[tuple[str, tuple[str, str]]]:
        folder, _, file = path.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels".lstrip("/"))
        for relation in root if root is not None else ():
            if relation.get("TargetMode") == "External":
                continue  # what lies elsewhere is never fetched
            target = unquote(relation.get("Target", ""))
            joined = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield relation.get("Id", ""), (relation.get("Type", "").rpartition("/")[2], joined)
