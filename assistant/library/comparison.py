"""Questions that set two things against each other, and which of the two a text speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from assistant.library.words import CODE, STOPWORDS, stem, stems, tokens

_PIECE = re.compile(r"[\w€$£±−+][\w.+%°€/−-]*\w|[\w%]|[?!.,;:()–—]|\s-\s")
_ENDS = re.compile(r"(?<=[.?!;])\s+")
_MARK = re.compile(r"[?!.,;:()–—]|\s-\s")
_FROM_WHAT_TO_WHAT = re.compile(
    r"^(differ\w*|diferen\w*|distinction|choice|choos\w+|decid\w+|compar\w+)$", re.IGNORECASE
)
_COMPARING = re.compile(r"^compar(e|es|ing|ison|isons)$", re.IGNORECASE)
_AGAINST = re.compile(r"^(vs|versus)$", re.IGNORECASE)
_WEIGHING = re.compile(r"^(or|vs|versus|than|compar\w+|differ\w*|diferen\w*)$", re.IGNORECASE)
_CHOOSING = re.compile(
    r"^(which|better|best|rather|choose|pick|take|prefer|recommend|suits?|fits?|advise|sense)$", re.IGNORECASE
)
_JOINS_PAIR = frozenset("and or with to from against than over".split())
# Where the name of a thing ends, besides the words that stand in any question.
_NO_NAME = (
    frozenset(
        "is are for in at on with if when between difference differences both each across inside outside via".split()
    )
    | STOPWORDS
)
_ARTICLES = frozenset("the a an your our some just simply".split())
# How many words a thing's name has at most, and a sentence that is nothing but the choice.
_LONGEST = 4
_BARE = 8


def sides(question: str) -> tuple[str, str] | None:
    """The two things that a question compares ("L1 or P1", "the difference between …"), or None."""
    for sentence in _sentences(question):
        codes = list(dict.fromkeys(filter(CODE.fullmatch, sentence)))
        if len(codes) == 2 and any(map(_WEIGHING.match, sentence)):
            return codes[0], codes[1]
        for at, word in enumerate(sentence):
            if _compares(sentence, at, word.casefold()):
                one, other = _before(sentence, at), _after(sentence, at)
                if one and other and one.casefold() != other.casefold():
                    return _completed(one, other)
    return None


def asked_of(question: str, pair: tuple[str, str]) -> tuple[str, str]:
    """What the sentence that compares asks, of each of two things alone."""
    sentence = next((text for text in _ENDS.split(question) if sides(text)), question)
    told = set(tokens(" ".join(pair)))
    rest = [word for word in sentence.split() if not set(tokens(word)) <= told and not _weighs(word)]
    return f"{pair[0]} {' '.join(rest)}".strip(), f"{pair[1]} {' '.join(rest)}".strip()


def spoken_of(pair: tuple[str, str], text: str, above: str) -> frozenset[int]:
    """Which of two things (0, 1) a text names; where it names neither, those that its headings name."""
    return _named(pair, stems(text)) or _named(pair, stems(above))


def _named(pair: tuple[str, str], found: Set[str]) -> frozenset[int]:
    one, other = (frozenset(stem(word) for word in words if word not in STOPWORDS) for words in _modifiers(pair))
    own = (one - other or one, other - one or other)
    return frozenset(side for side in (0, 1) if own[side] and own[side] <= found)


def _modifiers(pair: tuple[str, str]) -> tuple[list[str], list[str]]:
    """The words of two names without the noun that they share: "standard or priority support" are kinds of support."""
    one, other = tokens(pair[0]), tokens(pair[1])
    return one, other[:-1] if len(one) == 1 and len(other) > 1 else other


def _sentences(question: str) -> list[list[str]]:
    sentences: list[list[str]] = [[]]
    for piece in _PIECE.findall(re.sub(r"\bvs\.", "vs", question, flags=re.IGNORECASE)):
        if _MARK.fullmatch(piece):
            sentences.append([])
        else:
            sentences[-1].append(piece)
    return [sentence for sentence in sentences if sentence]


def _weighs(word: str) -> bool:
    bare = "".join(tokens(word))
    return not bare or bare in _JOINS_PAIR or bare == "between" or bool(_WEIGHING.match(bare))


def _compares(sentence: Sequence[str], at: int, word: str) -> bool:
    before = [other.casefold() for other in sentence[:at]]
    if _AGAINST.match(word):
        return True
    if word not in _JOINS_PAIR:
        return False
    if before[-1:] == ["compared"]:
        return word in ("to", "with", "against")
    if "between" in before and any(map(_FROM_WHAT_TO_WHAT.match, before[: before.index("between")])):
        return word in ("and", "or")
    if any(map(_COMPARING.match, before)) or any(re.match(r"differ", other) for other in before):
        return word in ("and", "with", "to", "against", "from", "or")
    if word != "or":
        return False
    return any(map(_CHOOSING.match, before)) or _bare(sentence, at)


def _bare(sentence: Sequence[str], at: int) -> bool:
    """Whether a sentence is nothing but the choice: "Essential or Assured for a wholesaler?"."""
    opening = {word.casefold() for word in sentence[:at]} - _ARTICLES
    return bool(opening) and len(opening) <= _LONGEST and len(sentence) <= _BARE and not opening & _NO_NAME


def _before(sentence: Sequence[str], at: int) -> str:
    end = at - 1 if sentence[at - 1].casefold() == "compared" else at
    opening = [word.casefold() for word in sentence[:end]]
    if "between" in opening:
        # "between calibrating a sensor and validating": all that stands in between is the first thing.
        return " ".join(_without_article(sentence[opening.index("between") + 1 : end]))
    if _AGAINST.match(sentence[at]) and end <= _LONGEST + 1:
        return " ".join(word for word in sentence[:end] if not _WEIGHING.match(word))
    start = end
    while start and end - start < _LONGEST and not _ends_name(sentence[start - 1]):
        start -= 1
    return " ".join(sentence[start:end])


def _ends_name(word: str) -> bool:
    return word.casefold() in _NO_NAME or any(other.match(word) for other in (_CHOOSING, _COMPARING, _WEIGHING))


def _after(sentence: Sequence[str], at: int) -> str:
    rest = _without_article(sentence[at + 1 :])
    end = 0
    while end < min(len(rest), _LONGEST) and rest[end].casefold() not in _NO_NAME:
        end += 1
    return " ".join(rest[:end])


def _without_article(words: Sequence[str]) -> Sequence[str]:
    while words and words[0].casefold() in _ARTICLES:
        words = words[1:]
    return words


def _completed(one: str, other: str) -> tuple[str, str]:
    """ "12 or 36 months" are 12 months and 36 months."""
    return _with_unit(one, other), _with_unit(other, one)


def _with_unit(name: str, like: str) -> str:
    """A bare number with the unit of another; any other name as it is."""
    number, *unit = like.split()
    return " ".join([name, *unit]) if name.isdigit() and number.isdigit() else name
