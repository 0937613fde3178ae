"""What a short answer tells of the field that the turn before asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.model import Field, FieldKind, Turn, Value
from assistant.selling.clauses import of_others, sentences
from assistant.selling.meaning import Meaning
from assistant.selling.phrases import straight
from assistant.selling.recognise import Told, reader
from assistant.selling.replies import answer

_PARTS = re.compile(
    r",?\s+and\s+(?=(?:is|are|does|do|may|can|must|has|have|where|how|who|what|which|when)\b)", re.IGNORECASE
)
_YES_OR_NO = re.compile(
    r"\b(?:(?P<yes>yes|yeah|yep|yup|aye|sure|of course|by all means|gladly|certainly|definitely|indeed|go ahead|"
    r"please do|(?:we|they|it|i) (?:do|does|is|are|am|will|would|must|should)(?=[\s,.!]*$))|"
    r"(?P<no>no|nope|nah|never|none|nobody|no one|neither|by no means|"
    r"not (?:at all|really|in the (?:slightest|least)|for us|here|any ?more|a single one)|"
    r"(?:we|they|it|i) (?:do|does|is|are|am|will|would|must|should)(?:n't| not)(?=[\s,.!]*$)))\b",
    re.IGNORECASE,
)
# "Any problem with the cloud?" – "No": a yes or no then says the contrary of what it seems to say, or nothing at all.
_ANY_TROUBLE = re.compile(
    r"\b(?:any|an?|is there|are there|would there be) (?:\w+ )?(?:issues?|problems?|objections?|concerns?|trouble|"
    r"reasons?)\b|\bmind\b|\bobject\b|\bagainst\b",
    re.IGNORECASE,
)
_NO_TROUBLE = re.compile(
    r"no\s+(?:issues?|problems?|objections?|concerns?|trouble|worries|limit|restrictions?)\b", re.IGNORECASE
)
_DECLINES = re.compile(
    r"(?:(?:sorry|well|hmm+|oh|honestly|to be honest),? )*(?:"
    r"(?:i|we) (?:don't|do not|really don't|can't|cannot|couldn't) (?:know|tell|say)\b|"
    r"no idea\b|not sure\b|skip\b|pass\b|"
    r"(?:i'd|i would|we'd|we would) rather not\b|(?:i|we) prefer not\b|rather not\b|none of your business\b|"
    r"that's private\b|why do you (?:ask|want|need)\b|does(?:n't| not) matter\b|no comment\b)",
    re.IGNORECASE,
)
_FEW_WORDS = 6
# "Any forms?" – "No forms, no nothing": there are none. To "Are you the one who decides?" a no tells no such thing.
_NONE = re.compile(
    r"(?:no|nope|nah|none|nothing|nobody|no one|not (?:a single one|yet|any)|never|neither)\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"\b(?:any\w*|what|which|who\w*|how much|some(?:one|body|thing)|(?:is|are) there|have you)\b", re.IGNORECASE
)
_ASKING = re.compile(
    r"\s*(?:(?:and|so|but|ok|okay|now|then|next|also|well|right|first|thanks|please)\b[\s,:–-]*)*(?:"
    r"what|which|who|whose|when|where|why|how|do|does|did|is|are|was|were|has|have|can|could|may|must|would|will|"
    r"tell|remind|name|describe|any\w*|i'd (?:like|love) to (?:know|hear)|i wonder|i (?:was|am) wondering|"
    r"let me (?:know|ask)|walk me)\b",
    re.IGNORECASE,
)
# How many sentences of a reply are looked through for the value that was asked for.
_SENTENCES = 2
# How much more like an answer in words a later part of a reply must be than the first. Chosen on the odd rows.
_BETTER = 0.15
# How like asking for a field a question must be, and how much more than asking for any other. Chosen on the odd rows.
_ASKS, _AHEAD = 0.2, 0.1


def declines(text: str) -> bool:
    """Whether somebody leaves a question without an answer: they do not know, or would rather not say."""
    return bool(_DECLINES.match(straight(text).strip()))


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that a question asks for; `sure` where this is known by more than single words of it."""

    field: Field
    question: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """A field that was asked for and what was told; `start` is where the answer stands in its turn."""

    field: str
    told: Told
    start: int


def asked_for(
    before: Turn, fields: Sequence[Field], named: str | None = None, meaning: Meaning | None = None
) -> tuple[Asked, ...]:
    """The fields that the questions of a turn ask for, in their order; `named` is the one asked for where known."""
    if named:
        return tuple(Asked(field, before.text) for field in fields if field.name == named)
    found: dict[str, Asked] = {}
    for question in questions(before.text):
        one = _asked(question, fields, meaning, asks="?" in before.text)
        if one is not None:
            found.setdefault(one.field.name, one)
    return tuple(found.values())


def _asked(question: str, fields: Sequence[Field], meaning: Meaning | None, *, asks: bool) -> Asked | None:
    """The field that a question asks for: the first whose words it has, else the one it is like asking for.

    What only may be a question (not `asks`) has to be like one.
    """
    by_words = next((one for one in fields if asks and one.asked and reader(one).asked.search(question)), None)
    like = dict(meaning.asks(question)) if meaning else {}
    best = max(like, key=lambda name: like[name], default="")
    rest = max((value for name, value in like.items() if name != best), default=0.0)
    sure = bool(best) and like[best] >= _ASKS and like[best] - rest >= _AHEAD
    if by_words is not None:
        return Asked(by_words, question, sure and best == by_words.name)
    field = next((one for one in fields if one.name == best), None)
    return Asked(field, question) if sure and field is not None else None


def questions(text: str) -> list[str]:
    """What a turn asks, part by part; without a question mark its last sentence, which may ask as well."""
    every = [text[start:end] for start, end in sentences(text)]
    asking = [one for one in every if one.rstrip().endswith("?")] or [one for one in every[-1:] if _asking(one)]
    return [part for one in asking for part in _PARTS.split(one)]


def _asking(said: str) -> bool:
    """Whether what ends without a question mark may be a question nevertheless: "and your coldest freezer"."""
    return bool(_ASKING.match(said)) or len(said.split()) <= _FEW_WORDS


def answers_to(turn: Turn, asked: Sequence[Asked], meaning: Meaning | None = None) -> tuple[AnswerTo, ...]:
    """What a turn answers to the questions of the turn before it."""
    return tuple(_answers(turn, asked, meaning))


def _answers(turn: Turn, asked: Sequence[Asked], meaning: Meaning | None) -> Iterator[AnswerTo]:
    if not asked or declines(turn.text) or (turn.text.rstrip().endswith("?") and "." not in turn.text):
        return
    told = list(_parts(turn.text))[:_SENTENCES]
    if not told:
        return
    first, lead = told[0]
    trouble = any(_ANY_TROUBLE.search(one.question) for one in asked)
    if _NO_TROUBLE.match(first) or (trouble and _YES_OR_NO.match(first)):
        return
    decided = [(one, _yes_means(one.field, one.question)) for one in asked]
    if all(means is not None for _, means in decided):
        said = [word for word in _YES_OR_NO.finditer(first) if len(asked) > 1 or word.start() == 0]
        if len(said) == len(asked):
            for (one, means), word in zip(decided, said, strict=True):
                assert means is not None
                value = means[0] if word["yes"] else means[1]
                whole = len(said) == 1 and len(first.split()) <= _FEW_WORDS
                yield AnswerTo(one.field.name, Told(value, word.start(), len(first) if whole else word.end()), lead)
        elif len(asked) == 1 and asked[0].sure:
            yield from _named_value(asked[0].field, first, lead)
        # What else is told stands in the clauses of the turn.
        return
    for one in asked:
        # Words alone answer only what is known to have been asked.
        if one.sure or one.field.kind is not FieldKind.TEXT:
            yield from _first_answer(one, _answering(one.field, told, meaning))


def _parts(said: str) -> Iterator[tuple[str, int]]:
    """The parts of a reply that are about whoever replies, with their places."""
    for start, end in sentences(said):
        for part in re.finditer(r"[^;]+", said[start:end]):
            text = part.group().strip(" .!?\n")
            if text and not of_others(text):
                yield text, start + part.start() + len(part.group()) - len(part.group().lstrip())


def _answering(field: Field, told: Sequence[tuple[str, int]], meaning: Meaning | None) -> Sequence[tuple[str, int]]:
    """The parts of a reply that may answer; for a field in words one, the first unless another is clearly more like."""
    if field.kind is not FieldKind.TEXT:
        return told
    if meaning is None or len(told) < 2:
        return told[:1]
    like = [meaning.tells(text).get((field.name, None), 0.0) for text, _ in told]
    best = max(range(len(told)), key=lambda place: like[place])
    return [told[best] if like[best] - like[0] >= _BETTER else told[0]]


def _first_answer(one: Asked, told: Sequence[tuple[str, int]]) -> Iterator[AnswerTo]:
    if _NONE.match(told[0][0]) and _OPEN.search(one.question) and (one.field.none or one.field.kind is FieldKind.TEXT):
        words = re.split(r",", told[0][0], maxsplit=1)[0]
        yield AnswerTo(one.field.name, Told(None, 0, len(words), none=True), told[0][1])
        return
    for text, start in told:
        found = list(answer(reader(one.field), text))
        if found:
            yield from (AnswerTo(one.field.name, each, start) for each in found)
            return
    if one.sure:
        yield from _named_value(one.field, *told[0])


def _named_value(field: Field, text: str, lead: int) -> Iterator[AnswerTo]:
    """The one of a field's values that a short answer names: "fixed", "all of it is mobile"."""
    words = text.lower().split()
    named = [choice.value for choice in field.choices if isinstance(choice.value, str) and choice.value in words]
    if len(named) == 1 and len(words) <= _FEW_WORDS and not _YES_OR_NO.search(text) and "not" not in words:
        yield AnswerTo(field.name, Told(named[0], 0, len(text)), lead)


def _yes_means(field: Field, question: str) -> tuple[Value, Value] | None:
    """What "yes" and "no" say of a field, None where they say nothing."""
    values = {choice.value for choice in field.choices}
    if field.kind is FieldKind.YES_NO or {True, False} <= values:
        return True, False
    if field.kind is FieldKind.CHOICE and len(field.choices) == 2:
        for (value, phrases), (other, _) in zip(reader(field).choices, reversed(reader(field).choices), strict=True):
            if phrases.search(question):
                return value, other
    return None
