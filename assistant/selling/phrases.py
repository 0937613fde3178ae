"""How a playbook writes down what people say: short phrases that find words in a turn, in linear time.

A phrase is words: "how much", any capitals, with or without an apostrophe or hyphen.
`quot*` is a word that begins so, `compare|versus` one of several, `the?` a word that may be missing,
`#` a number in digits or as a word, and `...` up to five words of the same clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
NUMBER_WORDS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBER_WORDS |= {"hundred": 100, "thousand": 1_000}

_NUMBER = rf"(?:[-−–]?\d[\d.,' ]*|(?:{'|'.join(NUMBER_WORDS)}))"
_BETWEEN = r"[\s,:/\"“”„()*_-]+"
_GAP = rf"(?:[^\s.!?;]+{_BETWEEN}){{0,5}}?"


# What phones and word processors make of plain signs, each sign for one, so that places stay the same.
_TYPED = str.maketrans(dict.fromkeys("’‘`´", "'") | dict.fromkeys("\u00a0\u202f", " "))


class PhraseError(ValueError):
    """A phrase that cannot find anything as it is written."""


def straight(text: str) -> str:
    """A text with plain apostrophes and blanks, letter for letter as long."""
    return text.translate(_TYPED)


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds any of the phrases in a text, the first one that fits at a place; raises `PhraseError`."""
    alternatives = [_written(phrase) for phrase in phrases]
    # No phrase at all finds nothing; an empty alternative would find everything.
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives) or '(?!)'})(?!\w)", re.IGNORECASE)


def _written(phrase: str) -> str:
    parts = phrase.split()
    if not any(any(map(str.isalnum, part)) or part == "#" for part in parts):
        raise PhraseError(f"{phrase!r} has no word to look for. Write at least one word.")
    if parts[0] == "..." or parts[-1] == "..." or parts[-1].endswith("?"):
        raise PhraseError(f"{phrase!r} begins or ends with something that may be missing. Leave that out.")
    written = ""
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        if part == "...":
            written += _GAP
        elif part.endswith("?"):
            written += f"(?:{_word(part[:-1])}{_BETWEEN})?"
        else:
            written += _word(part) + ("" if last else _BETWEEN)
    return written


def _word(part: str) -> str:
    return f"(?:{'|'.join(_one(word) for word in part.split('|'))})"


def _one(word: str) -> str:
    if word == "#":
        return _NUMBER
    stem = word.removesuffix("*")
    if "*" in stem or not stem:
        raise PhraseError(f"{word!r}: a * may only end a word that has begun.")
    letters = "".join(
        {"'": "['’`]?", "’": "['’`]?", "-": r"[\s-]?"}.get(letter) or re.escape(letter) for letter in stem
    )
    return letters + (r"\w*" if word.endswith("*") else "")
