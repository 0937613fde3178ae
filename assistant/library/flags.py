"""What an editor should see before publishing: hidden text, instructions to an assistant, personal data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.library.instructions import instructs
from assistant.library.text import DocumentText
from assistant.privacy import findings

_MOST = 20
_LONGEST = 200
# Addresses that a business gives to everybody are no personal data.
_GENERAL = frozenset(
    "accounts admin billing careers compliance contact content datenschutz enablement events feedback finance hallo"
    " hello help hilfe hr info it jobs kontakt legal mail marketing noreply no-reply office onboarding orders partners"
    " post press presse privacy quality reception returns sales security service shop support team vertrieb"
    " webmaster".split()
)


class FlagKind(StrEnum):
    """Why an editor should look."""

    HIDDEN = "hidden"
    INSTRUCTION = "instruction"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at: why, in which file, and the words in question, shortened."""

    kind: FlagKind
    path: str
    text: str


def flags(path: str, text: DocumentText) -> tuple[Flag, ...]:
    """What there is to look at in a document that was read, each thing once, hidden text first."""
    found = dict.fromkeys([*_hidden(path, text), *_instructions(path, text), *_personal(path, text)])
    return tuple(found)[:_MOST]


def _hidden(path: str, text: DocumentText) -> Iterator[Flag]:
    return (Flag(FlagKind.HIDDEN, path, words[:_LONGEST]) for words in text.hidden)


def _instructions(path: str, text: DocumentText) -> Iterator[Flag]:
    for placed in text.blocks:
        if instructs(placed.block.text):
            yield Flag(FlagKind.INSTRUCTION, path, placed.block.text[:_LONGEST])


def _personal(path: str, text: DocumentText) -> Iterator[Flag]:
    for finding in findings(text.text):
        words = text.text[finding.start : finding.end]
        if words.partition("@")[0].lower() not in _GENERAL:
            yield Flag(FlagKind.PERSONAL, path, f"{finding.kind}: {words[:_LONGEST]}")
