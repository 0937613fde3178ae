"""What a question means in its conversation: follow-ups and corrections completed, new topics left as they are.

Only the one question before and the names in play are carried over: a whole history pasted into a query finds
less than the bare question does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.wording import sought
from assistant.model import PurchaseStage, Speaker, Turn

_WORD = re.compile(r"[\w.,]*\w")
# Names as people write them: codes such as L1, and words with a capital inside a sentence.
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z]\w{0,11}\b")
_CAPITAL = re.compile(r"(?<![.?!:]\s)(?<!^)\b[A-ZÄÖÜÅØ][\w]+\b")
_NUMBER = re.compile(
    r"[-−+±€]?\s?\d[\d.,]*\s?(?:°C|%|m²|m|km|h|s|days?|months?|years?|sensors?|sites?|points?|units?)?"
)
_OPENING = re.compile(
    r"^\s*(?:and|also|then|or|but|ok(?:ay)?|so)?[,\s]*"
    r"(?:what about|how about|what if it is|and for|and with|and at|and if|and|also|or)\b"
    r"[,\s]*(?:for|with|of|in|at)?\s*",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^\s*(?:(?:no(?!\.?\s*of\b)|nope|sorry|not that|wait|actually|wrong (?:name|one|word|product|plan)|my mistake)"
    r"(?:\s*[,!.:–-]\s*|\s+(?=no\b|i\b|the other|not\b)))+"
    r"(?:i (?:meant?|mean|was (?:asking about|thinking of|talking about|looking for))|rather)?[,:\s]*",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(r"^not\b[^,.!;]+[,.!;]\s*(?:but|rather)?\s*(?P<right>.+)$", re.IGNORECASE)
_OTHER = re.compile(r"\bthe other(?: one)?\b", re.IGNORECASE)
_WHY = re.compile(
    r"^\s*(?:but\s+|and\s+)?(?:why(?: not)?|how so|how come|for what reason)(?: is that| so)?\s*"
    r"(?:[,–-]\s*[^?]{1,60}|(?:so|only|that|this)\s+\w+)?\s*[?!.]*\s*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^\s*(?:(?:ok(?:ay)?|yes|yeah|please|and|thanks|thank you|good|great|fine)\b[,.!\s]*)*"
    r"(?:(?:can|could|would|will) you |please )?(?:(?:tell|give|show|explain|say)\s+(?:(?:me|us)\s+)?)?"
    r"(?:(?:a bit|a little|some|any|something|anything|what|even|still)\s+)*"
    r"(?:more(?:\s+(?:details?|infos?|information|please|there))?|else|go on|continue|keep going|carry on|"
    r"and then|next|further|elaborate|expand)"
    r"(?:\s+(?:is there|do you have|do you know|can you (?:say|tell me)|should i know))?"
    r"(?:\s+(?:about|on|of|to)\s+(?:it|that|this|them|those|say|tell))?(?:\s+(?:about|on)\s+(?:it|that|this))?"
    r"(?:\s+please)?\s*[?!.…]*\s*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|that one|this one|these|those|both|there)\b"
    r"|\b(?:is|was|would|will|does|do|did|can|could|has|be|why)\s+(?:that|this)\b",
    re.IGNORECASE,
)
# "The gateway, does it need a socket?" says itself what "it" is.
_ANTECEDENT = re.compile(r"\b(?:the|this|an?|my|our|your)\s+\w+[^,;.?!]*[,;.?!–:]\s", re.IGNORECASE)
_WHICH = re.compile(r"\b(?:which|what kind|what sort)\b", re.IGNORECASE)
_OWN_NOUN = re.compile(r"\bit('s| is)? (?:raining|late|possible|true|ok|okay|clear)\b", re.IGNORECASE)
_CHOICE = re.compile(r"\w\s+(?:or|vs\.?|versus)\s+\w", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# A follow-up is short; a longer question says itself what it is about.
_SHORT = 6
_PRONOUN_SHORT = 20
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question means in its conversation (`text`); `shown` is what was answered to it where more is wanted.

    `stage` is where the buyer stands who asks.
    """

    text: str
    shown: str = ""
    stage: PurchaseStage = PurchaseStage.UNKNOWN

    @property
    def sought(self) -> str:
        """What of it is looked up."""
        return sought(self.text)


def understand(question: str, history: Sequence[Turn]) -> Asked:
    """The question as it is to be looked up; itself when it stands on its own or nothing was asked before."""
    before = ""
    answers: list[str] = []
    for turn in history:
        if turn.speaker is Speaker.ASSISTANT:
            answers.append(turn.text)
        elif not (before and _MORE.match(turn.text)):
            before = _complete(turn.text, before, answers[-1] if answers else "")
            answers = []
    if before and _MORE.match(question):
        return Asked(before, "\n".join(answers))
    return Asked(_complete(question, before, answers[-1] if answers else ""))


def _complete(question: str, before: str, answer: str) -> str:
    if not before or len(before) + len(question) > _LONGEST:
        return question
    if _WHY.match(question):
        return f"Why? {before}"
    correction = _CORRECTION.match(question)
    if correction:
        rest = question[correction.end() :].strip()
        if not rest:
            return question
        return _corrected(rest, before, answer)
    opening = _OPENING.match(question)
    rest = question[opening.end() :].strip(" ?!.") if opening else ""
    if rest and len(_words(rest)) <= _SHORT and not _asks_by_itself(rest):
        return _replaced(rest, before)
    short = len(_words(question)) <= 3 and not _asks_by_itself(question) and not _CHOICE.search(question)
    if short and (_names(question) or _NUMBER.search(question)):
        return _replaced(question.strip(" ?!."), before)
    return _named(question, before, answer)


def _corrected(rest: str, before: str, answer: str) -> str:
    if _OTHER.search(rest):
        other = _other_name(before, answer)
        return _replaced(other, before) if other else before
    turned = _NOT_BUT.match(rest)
    if turned and _asks_by_itself(turned["right"]):
        return f"{turned['right'].rstrip(' ?!.')} – {before}"
    first = _SENTENCE.split(rest)[0]
    if len(_words(first)) <= _SHORT and not _asks_by_itself(first):
        return _replaced(first.strip(" ?!."), before)
    return rest


def _replaced(piece: str, before: str) -> str:
    """The question before with the new piece in the place of its like; beside it where it has no like."""
    for kind in (_CODE, _CAPITAL, _NUMBER):
        new, old = kind.findall(piece), kind.findall(before)
        if not new and kind is _CAPITAL:
            # At the start of a follow-up a capital tells nothing: compare without it.
            new = re.findall(r"\b[A-Z]\w+\b", piece)
        if len(new) == 1 and old and new[0].strip() not in before:
            return before.replace(old[-1].strip(), new[0].strip(), 1)
    return f"{before.rstrip(' ?!.')}: {piece}?"


def _named(question: str, before: str, answer: str) -> str:
    """A question whose "it" has no name of its own gets the name that was last spoken of."""
    leans = _PRONOUN.search(question)
    if not leans or _OWN_NOUN.search(question) or _ANTECEDENT.search(question[: leans.start()]):
        return question
    if _names(question) or len(_words(question)) > _PRONOUN_SHORT:
        return question
    # "Which sensor …?" is answered by a name, and that name is what is spoken of.
    names = _names(before) or (_commonest(_CODE.findall(answer)) if _WHICH.search(before) else [])
    return f"{question.rstrip(' ?!.')} ({' '.join(names)})?" if names else f"{question.rstrip(' ?!.')} – {before}"


def _other_name(before: str, answer: str) -> str:
    """The name, of the same make as the one that was asked about, that the last answer speaks of most."""
    for kind in (_CODE, _CAPITAL):
        asked = set(kind.findall(before))
        if asked:
            others = _commonest(name for name in kind.findall(answer) if name not in asked)
            if others:
                return others[0]
    return ""


def _commonest(names: Iterable[str]) -> list[str]:
    return [name for name, _ in Counter(names).most_common(1)]


def _asks_by_itself(text: str) -> bool:
    return bool(
        re.match(r"(?:what|how|who|when|where|which|why|do|does|did|is|are|can|could|will|would|should)\b", text, re.I)
    )


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(_CODE.findall(text) + _CAPITAL.findall(text)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
