"""What the customer has stated in a conversation: a pure function of all turns, in their own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.model import Fact, FactEdit, FactStatus, Field, FieldKind, Speaker, Turn
from assistant.selling.affirmed import affirmed, agrees
from assistant.selling.answers import AnswerTo, Asked, answers_to, asked_for, questions
from assistant.selling.clauses import Clause, sentence_at, statements
from assistant.selling.corrections import put_right, superseded
from assistant.selling.entering import Seen, enter
from assistant.selling.meaning import Meaning
from assistant.selling.partial import counted_apart
from assistant.selling.phrases import straight
from assistant.selling.recognise import Told
from assistant.selling.telling import Teller
from assistant.selling.values import WHEN, money, numbers

_HEDGES = re.compile(
    r"\b(?:(?:about|abt)(?= (?:[€$£]?\d|a\b|an\b|one|two|three|four|five|six|seven|eight|nine|ten|half|twice|twenty|"
    r"thirty|forty|fifty|sixty))|around|roughly|approximately|approx|circa|ca|maybe|perhaps|probably|"
    r"possibly|i think|i guess|i suppose|i believe|"
    r"something like|somewhere|or so|might|likely|not sure|estimate[ds]?|give or take|more or less|"
    r"should be (?:ok|okay|fine)|"
    r"as far as i know|presumably|up to now i'd say|or thereabouts|(?:is )?my guess|\d+ish|"
    r"(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december|noon)-?ish)\b|~",
    re.IGNORECASE,
)
# What is put behind as an afterthought: "mercury thermometers, I think".
_ADDED = re.compile(
    r"\s*,?\s*(?:i think|i guess|i believe|i suppose|probably|maybe|perhaps|or so|or thereabouts|more or less|"
    r"give or take|roughly|as far as i know|is my guess|if i remember)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:sorry|i meant?|i mean|correct(?:ion)?|correct myself|scrap that|change of plans?|not any ?more|"
    r"no longer|i was wrong|"
    r"on second thoughts?|make (?:that|it)|actually|rather|wait|forget that|after all|in fact|meanwhile|"
    r"totally forgot|mistake)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:it's|its|it is|that's|make (?:that|it)|i meant?|rather|we have|there are|now|say)\s+(?:all |"
    r"about |around |more like |only |now |just |really |actually )*"
    r"(?P<what>[^,.;]+)",
    re.IGNORECASE,
)
# How many characters may lie between two clauses that are quoted as one.
_APART = 8
_ENDED = re.compile(
    r"\b(?:used, i mean|threw (?:them|it|those) out|got rid of|stopped using|cancelled (?:it|them)|"
    r"(?:we )?don't use (?:them|it) any ?more)\b",
    re.IGNORECASE,
)


def stated(
    turns: Sequence[Turn],
    fields: Sequence[Field],
    asked: Mapping[int, str] | None = None,
    edits: Sequence[FactEdit] = (),
    confirming: Collection[int] = (),
    meaning: Meaning | None = None,
) -> tuple[Fact, ...]:
    """Every fact that the customer stated, oldest first; what later words replaced is kept as superseded.

    `asked` names the field that the assistant's question before a customer's turn asked for, by the place of that
    turn, and none where it asked for none; without it what the assistant says is read for questions. `confirming`
    are the places of turns that answer whether something is so at all. `edits` are what somebody put right or took
    away, each after the turns that had been said by then.
    """
    facts: list[Fact] = []
    known = {field.name: field for field in fields}
    left = list(edits)
    teller = Teller(fields, meaning)
    plain = [replace(turn, text=straight(turn.text)) for turn in turns]
    if meaning:
        meaning.prepare(tuple(_compared(plain, assistant=asked is None)))
    for place, turn in enumerate(plain):
        while left and left[0].place <= place:
            put_right(facts, left.pop(0), known)
        if turn.speaker is not Speaker.CUSTOMER:
            continue
        named = (asked or {}).get(place)
        if place in confirming and agrees(turn.text):
            facts[:] = [_sure(fact) if fact.field == named else fact for fact in facts]
        at = _before(plain, place)
        before = None if at is None else plain[at]
        # What the assistant asked is known where any of it is; nothing else that it says asks for a field.
        asks = before and (named or asked is None or before.speaker is not Speaker.ASSISTANT)
        wanted = asked_for(before, fields, named, meaning) if before and asks else ()
        replies = tuple(reply for reply in answers_to(turn, wanted, meaning) if not _beside(reply, turn, known, teller))
        if _ENDED.search(turn.text):
            facts[:] = [superseded(fact) if fact.field == "competitor" else fact for fact in facts]
        # Who says it again in their own words has stated it.
        own = {reply.field for reply in replies}
        agreed = affirmed(before, at or 0, turn, teller)
        for seen in (
            *(Seen(fact, corrects=False) for fact in agreed if fact.field not in own),
            *_told(turn, place, teller, facts, replies, wanted),
        ):
            enter(facts, seen, known)
    for edit in left:
        put_right(facts, edit, known)
    return tuple(_as_written(fact, turns, plain) for fact in facts)


def _compared(turns: Sequence[Turn], *, assistant: bool) -> Iterator[str]:
    """What of a conversation is compared by its meaning; `assistant` tells that its words are read for questions."""
    for turn in turns:
        if turn.speaker is Speaker.CUSTOMER:
            yield from (clause.text for clause in statements(turn.text))
        elif assistant or turn.speaker is not Speaker.ASSISTANT:
            yield from questions(turn.text)


def _beside(reply: AnswerTo, turn: Turn, known: Mapping[str, Field], teller: Teller) -> bool:
    """Whether a reply in words tells something else than was asked for."""
    told = reply.told
    words = turn.text[reply.start + told.start : reply.start + told.end]
    return told.value is None and not told.none and teller.tells_other(known[reply.field], words)


def _before(turns: Sequence[Turn], place: int) -> int | None:
    """The place of what was said to the customer right before; a turn without words was not said to them."""
    said = next((at for at in range(place - 1, -1, -1) if turns[at].text), None)
    return None if said is None or turns[said].speaker is Speaker.CUSTOMER else said


def _as_written(fact: Fact, turns: Sequence[Turn], plain: Sequence[Turn]) -> Fact:
    """A fact in the signs that were typed; its words were looked for with plain apostrophes and blanks."""
    if fact.turn >= len(turns) or fact.said != plain[fact.turn]:
        return fact
    said = turns[fact.turn]
    at = fact.said.text.find(fact.quote)
    return replace(fact, said=said, quote=said.text[at : at + len(fact.quote)])


def _sure(fact: Fact) -> Fact:
    return replace(fact, status=FactStatus.CONFIRMED) if fact.status is FactStatus.TENTATIVE else fact


def _told(
    turn: Turn,
    place: int,
    teller: Teller,
    facts: Sequence[Fact],
    replies: Iterable[AnswerTo],
    wanted: Iterable[Asked],
) -> Iterator[Seen]:
    corrects = bool(_CORRECTS.search(turn.text))
    answered = {reply.field for reply in replies}
    for reply in replies:
        yield Seen(
            _fact(reply.field, reply.told, turn, place, reply.start, reply.told.value),
            corrects,
            sentence_at(turn.text, reply.start + reply.told.start),
        )
    made: list[Fact] = []
    words: dict[str, str] = {}
    asked = {one.field.name for one in wanted if one.sure} - answered
    for clause in statements(turn.text):
        found = [(field, told) for field, told in teller.told(clause, asked) if field.name not in answered]
        if not found and (instead := _instead(clause, turn, place, facts)):
            yield Seen(instead, corrects=True)
        for field, told in found:
            if field.kind is FieldKind.COUNT and counted_apart(clause.text, told.start):
                continue
            made.append(_fact(field.name, told, turn, place, clause.start, told.value))
            words.setdefault(made[-1].quote, clause.text)
    for fact in _joined(made):
        yield Seen(fact, corrects, words.get(fact.quote, ""))


def _joined(facts: Iterable[Fact]) -> list[Fact]:
    """The same facts of a turn, those that go on in the next clause with no more to say in one quote."""
    kept: list[Fact] = []
    for fact in facts:
        at = next((at for at, one in enumerate(kept) if _goes_on(one, fact)), None)
        if at is None:
            kept.append(fact)
            continue
        text = fact.said.text
        start = text.find(kept[at].quote)
        end = text.find(fact.quote, start) + len(fact.quote)
        kept[at] = replace(kept[at], quote=text[start:end])
    return kept


def _goes_on(one: Fact, other: Fact) -> bool:
    text = one.said.text
    between = text[text.find(one.quote) + len(one.quote) : text.find(other.quote)]
    same = (one.field, one.value) == (other.field, other.value)
    return same and one.field != "pain" and len(between) <= _APART and not re.search(r"[.!?]", between)


def _fact(field: str, told: Told, turn: Turn, place: int, start: int, value: object) -> Fact:
    quote = turn.text[start + told.start : start + told.end]
    hedged = _HEDGES.search(_around(turn.text, start + told.start, start + told.end))
    status = FactStatus.NONE_STATED if told.none else FactStatus.TENTATIVE if hedged else FactStatus.STATED
    return Fact(field, quote, turn, place, status, value)  # type: ignore[arg-type]  # what a reader tells is a Value


def _around(text: str, start: int, end: int) -> str:
    """The words of the clause in which a quote stands, some of which may stand before it."""
    begin = max(text.rfind(sign, 0, start) for sign in ".,;!?\n")
    after = _ADDED.match(text, end)
    return text[begin + 1 : after.end() if after else end]


def _instead(clause: Clause, turn: Turn, place: int, facts: Sequence[Fact]) -> Fact | None:
    """The latest fact of that kind with the value that is named in its place: "make that three", "it's July now"."""
    found = _INSTEAD.search(clause.text)
    if found is None:
        return None
    what = found["what"]
    for fact in reversed([one for one in facts if one.current]):
        value: object = None
        if fact.field == "timeline":
            if not WHEN.search(what):
                continue
        elif fact.field == "budget":
            amount = next(money(what, bare=True), None)
            if amount is None:
                continue
            value = amount.value
        elif isinstance(fact.value, int | float) and not isinstance(fact.value, bool):
            counted = next(numbers(what), None)
            if counted is None or counted.start > 8:
                continue
            value = counted.value
        else:
            continue
        end = found.end()
        quote = clause.text[found.start() : end]
        status = FactStatus.TENTATIVE if _HEDGES.search(quote) else FactStatus.STATED
        return Fact(fact.field, quote, turn, place, status, value)  # type: ignore[arg-type]  # a Value, as above
    return None


def read_back(facts: Iterable[Fact], labels: Mapping[str, str]) -> str:
    """What has been understood, for the customer to put right."""
    said = "; ".join(f"{labels.get(fact.field, fact.field)}: “{fact.quote}”" for fact in facts if fact.current)
    return f"So far I have understood: {said}. What is wrong or missing?" if said else ""
