"""Lines to sentences: is the hyphen at the end of a line part of the word, or only of the line?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_LETTERS = r"[^\W\d_]+"
_WORD = re.compile(rf"{_LETTERS}(?:-{_LETTERS})*")
_CUT = re.compile(rf"({_LETTERS})[-\u2010\u00ad]$")
_REST = re.compile(_LETTERS)
_COMPOUND = re.compile(r"\w-\w+-$")  # "state-of-" goes on with a hyphen whatever follows
_OPEN = re.compile(r"(?:\w[-\u2010]|\S/)$")
_OFTEN = 0.03  # of all lines; where only real hyphens end lines, one in a hundred does


class Joiner:
    """Joins lines, deciding each hyphen by the other words of the same document."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        cuts: list[tuple[str, str]] = []
        count, cut = 0, None
        for line in lines:
            count += 1
            words = _WORD.findall(_CUT.sub("", line).casefold())
            if cut and (rest := _REST.match(line)):
                cuts.append((cut, rest.group().casefold()))
                words = words[1:]  # half a word is not one to compare with
            for word in words:
                self._words.update((word, *word.split("-")))
            found = _CUT.search(line)
            cut = found.group(1).casefold() if found else None
        joined = sum(first + second in self._words for first, second in cuts)
        hyphened = sum(f"{first}-{second}" in self._words for first, second in cuts)
        self._automatic = joined > hyphened or (joined == hyphened and len(cuts) > max(2, _OFTEN * count))

    def __call__(self, lines: Sequence[str]) -> str:
        """The lines as one text."""
        text = ""
        for line in lines:
            text = self._joined(text, line) if text else line
        return text

    def _joined(self, text: str, line: str) -> str:
        cut, rest = _CUT.search(text), _REST.match(line)
        if not cut or not rest:
            return f"{text}{line}" if _OPEN.search(text) else f"{text} {line}"
        keeps = _COMPOUND.search(text) or self._keeps_hyphen(cut.group(1), rest.group())
        return text + line if keeps else text[:-1] + line

    def _keeps_hyphen(self, first: str, second: str) -> bool:
        if not second[0].islower() or len(first) == 1:  # "e-mail", "x-axis"
            return True
        first, second = first.casefold(), second.casefold()
        if first + second in self._words:
            return False
        if f"{first}-{second}" in self._words:
            return True
        return not self._automatic and (first in self._words or second in self._words)
