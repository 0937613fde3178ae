"""Read a folder of real files and say of each whether it became what its manifest expects, or was refused rightly."""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.errors import ContentError
from assistant.library.folder import scan
from assistant.library.readers import READERS, read
from assistant.library.text import DocumentText

# A refusal must fit what is wrong with the file: the words of the manifest, and those that the sentence must hold.
_REASONS = (
    ("no text", r"no text layer.*OCR"),
    ("scan", r"no text layer.*OCR"),
    ("empty", r"is empty|no text in it"),
    ("whitespace", r"is empty|no text in it"),
    ("password", r"password"),
    ("damaged", r"damaged"),
)
_UNREAD = r"(?i)\b(?:save|export|unpack|convert)\b.*\."  # what its editor can do about a format that is not read
_MUST_REFUSE = re.compile(r"must be re(?:ported|fused)|unsupported format", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_STRETCH = 8  # blocks that the parts of a snippet may lie apart


class Match(StrEnum):
    """How a snippet was found."""

    WHOLE = "whole"
    LETTERS = "by its letters and digits"
    WORDS = "by its words"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the manifest."""

    file: str
    format: str
    special: str
    snippets: tuple[str, ...]
    behaviour: str

    @property
    def suffix(self) -> str:
        return Path(self.file).suffix.lower()

    @property
    def must_be_refused(self) -> bool:
        """Whether the manifest asks for a refusal, or gives nothing to find in a format that nobody reads."""
        unread = not self.snippets and self.suffix not in READERS
        return bool(_MUST_REFUSE.search(self.behaviour)) or "scan?" in self.special or unread

    @property
    def may_be_refused(self) -> bool:
        """Whether a refusal will do: what has no reader is saved anew by its editor, if told how."""
        return self.must_be_refused or self.suffix not in READERS

    @property
    def reason(self) -> str:
        """The pattern that the sentence of a refusal has to fit."""
        if self.suffix not in READERS:
            return _UNREAD
        words = f"{self.behaviour} {self.special}".casefold()
        return next((pattern for word, pattern in _REASONS if word in words), r"\.$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: its text or the refusal, and how each snippet was found."""

    row: Row
    text: DocumentText | None
    refusal: str
    matches: tuple[tuple[str, Match], ...] = ()

    @property
    def trouble(self) -> str:
        """What is not as expected; empty when all is well."""
        if self.text is None:
            if not self.row.may_be_refused:
                return "refused, though it should be read"
            return "" if re.search(self.row.reason, self.refusal) else "refused for a reason that does not fit"
        if self.row.must_be_refused:
            return "read, though it should be refused"
        return "; ".join(f"snippet missing: {snippet!r}" for snippet, how in self.matches if how is Match.MISSING)


def manifest(folder: Path) -> list[Row]:
    """The rows of a folder's `manifest.tsv`; several snippets of a file stand between bars."""
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as lines:
        return [
            Row(
                line["file"],
                line["format"],
                line["special"],
                tuple(part.strip() for part in line["expected_snippets"].split(" | ") if part.strip()),
                line["expected_behaviour"],
            )
            for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def outcomes(folder: Path) -> Iterator[Outcome]:
    """Every file of the manifest through the same door as a knowledge folder: found, accepted, read."""
    found = scan(folder, READERS)
    refused = {refusal.path: refusal.reason for refusal in found.refusals}
    bodies = {source.document.path: source.body() for source in found.sources}
    for row in manifest(folder):
        if row.file in refused:
            yield Outcome(row, None, refused[row.file])
            continue
        try:
            text = read(row.file, bodies[row.file])
        except ContentError as error:
            yield Outcome(row, None, error.problem)
        else:
            matches = tuple((snippet, match(snippet, text)) for snippet in row.snippets)
            yield Outcome(row, text, "", matches)


def match(snippet: str, text: DocumentText) -> Match:
    """How a snippet stands in a text: whole, white space collapsed, or else by its parts.

    What other programs print as signs (bullets, quotation marks, raised digits, the lines of fractions) stands here as
    structure, so letters and digits in their order will do. What they print line by line stands here in rows with
    their headers in between, so at last all words of a snippet will do, each as often, in a few blocks on end.
    """
    if " ".join(snippet.split()) in " ".join(text.text.split()):
        return Match.WHOLE
    wanted = _words(snippet)
    if not wanted:
        return Match.MISSING
    if "".join(wanted) in "".join(_words(text.text)):
        return Match.LETTERS
    held = [Counter(_words(placed.block.text)) for placed in text.blocks]
    stretches = (sum(held[start : start + _STRETCH], Counter()) for start in range(len(held)))
    return Match.WORDS if any(Counter(wanted) <= stretch for stretch in stretches) else Match.MISSING


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def table(results: Sequence[Outcome]) -> Iterator[str]:
    """The Markdown table: one line per format and one for all."""
    yield "| format | tried | read | refused | as expected |"
    yield "|---|---:|---:|---:|---:|"
    formats = dict.fromkeys(result.row.format for result in results)
    for name in formats:
        yield _line(name, [result for result in results if result.row.format == name])
    yield _line("all", results)


def _line(name: str, results: Sequence[Outcome]) -> str:
    read_ones = sum(result.text is not None for result in results)
    expected = sum(not result.trouble for result in results)
    return f"| {name} | {len(results)} | {read_ones} | {len(results) - read_ones} | {expected} |"


def remarks(results: Iterable[Outcome]) -> Iterator[str]:
    """What is not as expected, what was found by parts only, and the sentence of every refusal."""
    for result in results:
        name = result.row.file
        if result.trouble:
            yield f"- NOT AS EXPECTED: {name} ({result.row.special}): {result.trouble}"
        parts = [(snippet, how) for snippet, how in result.matches if how in (Match.LETTERS, Match.WORDS)]
        yield from (f"- found {how}: {name}: {snippet!r}" for snippet, how in parts)
        if result.refusal:
            yield f"- refused: {name}: {result.refusal}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the remarks; 1 when anything is not as expected, 2 without a manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="holds files and manifest.tsv")
    folder = parser.parse_args(arguments).folder
    if not (folder / "manifest.tsv").is_file():
        print(f"{folder}: has no manifest.tsv. Name the folder that holds it and its files.", file=sys.stderr)
        return 2
    results = list(outcomes(folder))
    print("\n".join(table(results)), *remarks(results), sep="\n")
    return int(any(result.trouble for result in results))


if __name__ == "__main__":
    sys.exit(main())
