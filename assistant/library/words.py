"""The words of a question that are worth looking for, and how much of them a sentence holds."""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]+")
# Two letters have no ending to lose, and a longer word than this is none.
_STEMMED = range(3, 65)
_STEMS_KEPT = 65_536
_ASKING = r"(?:what|how|who|when|where|which|why|do|does|did|is|are|can|could|will|would|should)\b"
_NO_END = "".join(rf"(?<!\b{short}\.)" for short in ("resp", "vs", "i\\.e", "e\\.g", "approx", "incl", "etc", "no"))
_BETWEEN_PARTS = re.compile(
    rf"{_NO_END}(?<=[.?!;])\s+|\s+[–—-]\s+|,?\s+\b(?:and|but|or)\s+(?={_ASKING})|,\s+(?={_ASKING})", re.IGNORECASE
)
_NAME = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w+\b|\b\d{4,}\b|\b\w*[A-Z]\w*[A-Z]\w*\b|(?<=[\w,] )\b[A-Z]\w+\b")
# A code such as L1: letters and digits in one word.
CODE = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z]\w*\b")
_ASKS = re.compile(rf"(?:^|[:–—-]\s+){_ASKING}", re.IGNORECASE)
_CONDITION = re.compile(r"\?|,?\s+\b(?:if|when|after|because|although|since|once|in case)\b", re.IGNORECASE)
# A question has at least so many words.
_KERNEL = 3
_MOST_PARTS = 4
_LEANING = re.compile(r"\b(it|its|they|them|their|that|those|these|there|then|each|both|so)\b", re.IGNORECASE)
_OF_THREAD = threading.local()

# Words that stand in most questions and tell nothing about what is asked.
STOPWORDS = frozenset(
    """a about after again all also am an and any are as at be because been before being but by can cannot
    could did do does doing done else even ever every for from get give given go got had has have having he
    her here him his how i if in into is it its itself just know let like many may me might more most much
    must my need no nor not now of off on once one or other our ours out over own please really said same say
    see she should so some such tell than thank thanks that the their them then there these they this those
    through to too under until up us use used using very want was we well were what when where whether which
    while who whom whose why will with without would yes yet you your yours s t re ve ll d m""".split()
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What of a question is looked for: its distinct content stems, and those that stand side by side in it."""

    stems: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


def tokens(text: str) -> list[str]:
    """The words of a text in order, in lower case and without accents: letters and digits, split at all else.

    The one way in which passages and questions are taken apart.
    """
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", folded)))
    return _WORD.findall(folded)


def terms(text: str) -> list[str]:
    """The distinct content words of a text, in order; all its words when nothing else is left."""
    words = list(dict.fromkeys(tokens(text)))
    return [word for word in words if word not in STOPWORDS] or words


def sought(question: str) -> Sought:
    """The stems of a question that are worth looking for, and its pairs of neighbours among them."""
    wanted = set(terms(question))
    stemmed = [stem(word) if word in wanted else "" for word in tokens(question)]
    pairs = dict.fromkeys((first, second) for first, second in pairwise(stemmed) if first and second)
    return Sought(tuple(dict.fromkeys(filter(None, stemmed))), tuple(pairs))


def leans(part: str) -> bool:
    """Whether a part speaks of what came before it ("what failed there?"), so that it cannot be looked up alone."""
    return bool(_LEANING.search(part))


def parts(question: str) -> list[str]:
    """The parts of a question that asks for several things, at most four; none when it asks for one.

    A part that names nothing ("and how many are there?") is told together with what comes first.
    """
    pieces = list(filter(None, map(str.strip, _BETWEEN_PARTS.split(question))))
    asked = [piece for piece in pieces if piece.endswith("?") or _ASKS.search(piece)]
    if len(asked) < 2:
        return []
    topic = pieces[0]
    return [piece if piece == topic or _tells(piece) else f"{topic} {piece}" for piece in asked[:_MOST_PARTS]]


def _tells(piece: str) -> bool:
    return any(word not in STOPWORDS for word in tokens(piece))


def names(question: str) -> list[str]:
    """The words that are typed like a name: with a digit or several capitals in them, or one inside a sentence."""
    found = [match.group() for match in _NAME.finditer(question)]
    return [name for name in dict.fromkeys(found) if name.casefold() not in STOPWORDS]


def without_name(question: str, name: str) -> str:
    """A question without the company's own name, which tells nothing inside the company's own documents."""
    bare = re.sub(
        rf"\b(?:(?:at|by|of|from|with|for)\s+)?{re.escape(name)}(?:['’]s)?\b", " ", question, flags=re.IGNORECASE
    )
    return " ".join(bare.split()) or question


def bare(question: str, known: Iterable[str]) -> str:
    """What a question asks for, whatever it names: with "it" for these names, up to its question mark or an "if"."""
    either = "|".join(map(re.escape, known))
    article = r"(?:\b(?:an?|the|our|your|one|each)\s+)?"
    unnamed = re.sub(rf"{article}\b(?:{either})\b(?:\s+(?:{either})\b)*", "it", question) if either else question
    kernel = _CONDITION.split(unnamed, maxsplit=1)[0]
    # The shipped questions that it is compared with end like this.
    return f"{kernel.rstrip(' .!')}?" if len(kernel.split()) >= _KERNEL else unnamed


def stems(text: str) -> set[str]:
    """The stemmed words of a text."""
    return set(map(stem, tokens(text)))


@lru_cache(_STEMS_KEPT)
def stem(word: str) -> str:
    """The Porter stem of a word as `tokens` gives it."""
    return str(_stemmer().stemWord(word)) if len(word) in _STEMMED else word


def _stemmer() -> Any:
    # A stemmer keeps the word that it works on in itself, so every thread has one of its own.
    if not hasattr(_OF_THREAD, "stemmer"):
        import snowballstemmer

        _OF_THREAD.stemmer = snowballstemmer.stemmer("porter")
    return _OF_THREAD.stemmer


def inverse_frequency(count: int, passages: int) -> float:
    """How much a word tells that `count` of all passages hold: the inverse document frequency of BM25, above 0."""
    return math.log(1 + (passages - count + 0.5) / (count + 0.5))


def rarity(frequencies: Mapping[str, int], passages: int) -> dict[str, float]:
    """How much each term tells, from the number of passages that hold it."""
    return {term: inverse_frequency(count, passages) for term, count in frequencies.items()}


def held(weights: Mapping[str, float], found: Set[str]) -> frozenset[str]:
    """Which of these terms occur, in any of their forms, among the stems of a text."""
    return frozenset(term for term in weights if stem(term) in found)


def share(weights: Mapping[str, float], terms_held: Iterable[str]) -> float:
    """The share (0 to 1) of the weight of a question's terms that some of them make up."""
    total = sum(weights.values())
    return sum(weights[term] for term in terms_held) / total if total else 0.0
