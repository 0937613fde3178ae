"""What was said, cut into clauses with their places, and which of them say something about whoever speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE = re.compile(
    r"[^.!?\n]*(?:(?:(?<=\d)[.](?=\d)|(?<=\b(?:Mr|Ms|Dr|ca|St))[.]|(?<=\b(?:Mrs|abt))[.])[^.!?\n]*)*[.!?\n]*"
)
# What sets a part apart from what was said before it.
EXCEPT = r"except(?! (?:that|when|if|on|by|from)\b)|apart from|other than|save for|with the exception of|not counting"
_BREAK = re.compile(
    rf",?\s+(?=(?:{EXCEPT})\b)|"
    r"\s*;\s*|\s*:\s+|\s+[-–—]\s+|,\s+(?:(?:and|but|so|or|because|since|as|while|though|only|just)\b\s+)|"
    r",\s+(?=(?:we|i|i'm|we're|we'd|our|my|it|it's|its|there|they|that|that's|thats|nobody|no one|how|what|"
    r"which|where|when|"
    r"who|is|are|do|does|can|could|would|will|should|half|twice|lost|all|no|not|nothing|one|every|the|cool|"
    r"please|preferably)\b)|"
    r"\s+(?:but|because|so that|although|whereas|and (?=(?:we|i|i'm|we're|our|my|it|it's|there|they|that|"
    r"half|twice|last|"
    r"wants?|only|data|nobody|no one|legal|she|he|must|has|have|needs?|eats?|costs?|takes?|breaks?|fails?|"
    r"with|the [\w-]+ (?:is|are|was|were|has|have|never|always|keeps?|went|broke))\b))\s*",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:(?:and|but|so|well|oh|ok|okay|yes|hi|hello|then|because|since|also|actually)\b[\s,]*|no,\s*)+", re.IGNORECASE
)
# Words that a sentence may open with before it says what it is.
_OPENERS = r"and|so|but|ok|okay|hi|hello|well|then|also"
_ASKS = re.compile(
    rf"(?:(?:{_OPENERS}|or)\b[\s,]*)*"
    r"(?:what(?! (?:scares|worries|counts|matters|bothers|annoys|hurts|(?:i|we) (?:want|need|like|miss|"
    r"fear)))|which|who|whom|whose|how|why|where|when (?:do|does|can|could|will|would|is|are)|"
    r"can|could|do (?:you|we|i|they|these|those|the|your)|does|did|is (?:it|there|that|this|the|a|an|your|"
    r"everything)|"
    r"are (?:there|you|the|your|these|they|we)|will|would|should|may i|shall|must the|has (?:anyone|it|the)|have you|"
    r"by when|at how many|in which|to what|any chance)\b",
    re.IGNORECASE,
)
_REQUESTS = re.compile(
    rf"(?:(?:{_OPENERS}|or|yes|no)\b[\s,]*)*(?:please\b|tell me|show me|send|explain|"
    r"describe|list|give (?:me|us)|let me know|compare|more\b|"
    r"(?:i|we)(?:'d| would) like to (?:know|see|hear|understand)|"
    r"(?:i|we) (?:want|need|have) to (?:know|understand)|(?:i|we) wonder|(?:i am|i'm|we are|we're) wondering)",
    re.IGNORECASE,
)
# An errand: what is said in it is to be passed on, not stated.
_ERRAND = re.compile(
    rf"(?:(?:{_OPENERS}|please|now|just)\b[\s,]*)*(?:tell|call|text|message|e-?mail|ring|"
    r"remind|notify|book|reserve|cancel|confirm|schedule)\s+(?:up )?(?:my|him|her|them|the|a|an|some)\b",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(
    r"\b(?:if|suppose|supposing|imagine|let's say|lets say|assuming|assume|what if|in theory|hypothetically|"
    r"were we to|"
    r"in case|unless|say we|some ?day|one day|theoretically)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:(?:a|my|our|one of my|the) (?:good |old )?(?:friends?|cousins?|neighbou?rs?|brother|sister|uncle|aunt|"
    r"brother-in-law|sister-in-law|father|mother|dad|mum|son|daughter|nephew|niece|mate|buddy|acquaintance|"
    r"competitors?)\b|"
    r"(?:another|other|most|many|some|average|typical) (?:\w+ ){0,2}(?:compan(?:y|ies)|firms?|hospitals?|"
    r"bakeries|people|"
    r"businesses|pharmacies|customers|clients?|labs?|shops?|plants?)\b|"
    r"some say|they say|people say|i(?:'ve| have)? (?:heard|read)\b|generally speaking|"
    r"you(?:r (?:site|website|web site|brochure|guide|page|case study|flyer|colleague))? (?:say|says|said|"
    r"write|writes|"
    r"wrote|claim|claims|mention|mentions|promise|promises)\b|"
    r"used to\b|years ago|in my (?:old|former|last|previous) life|"
    r"at my (?:old|former|last|previous)|my (?:old|former|last|previous) (?:boss|employer|firm|job|company|place)|"
    r"it(?:'s| is| was) said\b|supposedly|reportedly|"
    r"we sold (?:it|them|that)|in the (?:article|news|paper)|the guy before|"
    r"next door\b|a colleague (?:from|at|of)\b|they(?:'ve| have)\b|theirs\b|belongs? to)",
    re.IGNORECASE,
)
# Irony, and what somebody does not know: neither is stated.
_IDLE = re.compile(
    r"\b(?:oh great|just what i|yeah right|as if|(?:i|we) (?:don't|do not) know|no idea|have to (?:check|look|ask)|"
    r"(?:would|will) have to (?:check|look|ask)|not sure (?:if|whether)|couldn't (?:tell|say)|can't (?:tell|"
    r"say) yet)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch `text == said[start:end]` of a turn; `sentence` is where its sentence begins and ends."""

    text: str
    start: int
    end: int
    sentence: tuple[int, int]
    supposes: bool = False


def statements(said: str) -> Iterator[Clause]:
    """The clauses in which somebody states something about themselves, without questions and other people's matters.

    Suppositions are kept and marked, for what would be a success is told as one.
    """
    for start, end in sentences(said):
        sentence = said[start:end]
        if of_others(sentence) or _ERRAND.match(sentence):
            continue
        asks = sentence.rstrip().endswith("?")
        if _ASKS.match(sentence):
            continue
        pieces = list(_pieces(said, start, end))
        supposed = False
        for place, (begin, stop) in enumerate(pieces):
            text = said[begin:stop]
            last = place == len(pieces) - 1
            if asks and (last or _ASKS.match(text)):
                # What comes before a question may still be told: "We have 40 fridges, how many …?"
                break
            supposed = supposed or bool(_SUPPOSES.search(text))
            if asks and supposed:
                break
            yield Clause(text, begin, stop, (start, end), supposed)


def of_others(sentence: str) -> bool:
    """Whether a sentence speaks of somebody else, of former times, or of what its speaker does not know."""
    return bool(_OTHERS.search(sentence) or _IDLE.search(sentence))


def sentences(said: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends."""
    for found in _SENTENCE.finditer(said):
        text = found.group()
        if text.strip(" .!?\n"):
            lead = len(text) - len(text.lstrip())
            yield found.start() + lead, found.end()


def sentence_at(said: str, place: int) -> str:
    """The sentence that goes over a place of what was said, "" where there is none."""
    return next((said[start:end] for start, end in sentences(said) if start <= place < end), "")


def _pieces(said: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for found in _BREAK.finditer(said, start, end):
        if found.start() > begin:
            yield from _trimmed(said, begin, found.start())
        begin = found.end()
    yield from _trimmed(said, begin, end)


def _trimmed(said: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    text = said[begin:end]
    lead = len(text) - len(text.lstrip())
    begin, end = begin + lead, begin + len(text.rstrip(" .!\n,"))
    if opening := _LEADING.match(said, begin, end):
        # A bare "no" or "yes" is an answer and stays.
        begin = opening.end() if opening.end() < end else begin
    if end > begin:
        yield begin, end


def asks(said: str) -> bool:
    """Whether any sentence of a turn asks for something."""
    return any(_asks(said[start:end]) for start, end in sentences(said))


def asked_part(said: str) -> str:
    """The sentences of a turn that ask, where others beside them tell something; "" where there is nothing to part."""
    asking = [said[start:end] for start, end in sentences(said) if _asks(said[start:end])]
    telling = any(not _asks(said[start:end]) for start, end in sentences(said))
    return " ".join(asking) if telling else ""


def _asks(sentence: str) -> bool:
    return sentence.rstrip().endswith("?") or bool(_ASKS.match(sentence) or _REQUESTS.match(sentence))
