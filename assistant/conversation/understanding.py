"""What is understood of a conversation: a pure function of what was said, put right and asked in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.model import (
    AskedQuestion,
    Conversation,
    Decision,
    Document,
    Fact,
    FitReading,
    FitReason,
    FitVerdict,
    Judged,
    Overrule,
    Playbook,
    PurchaseStage,
    Speaker,
    StageReading,
    Turn,
    Understanding,
)
from assistant.selling.content import next_content, persona_of
from assistant.selling.discovery import confirms, next_question, settled
from assistant.selling.fit import judge
from assistant.selling.meaning import Meaning
from assistant.selling.profile import stated
from assistant.selling.scope import decisive, in_scope
from assistant.selling.stage import read_stage


def understood(
    conversation: Conversation,
    playbook: Playbook,
    documents: Sequence[Document] = (),
    *,
    today: date,
    private: bool = False,
    meaning: Meaning | None = None,
) -> Understanding:
    """Facts, stage and fit from the turns that are about our matter, and what to ask next.

    `documents` are those of the library, of which one may be worth reading. `private` tells that the customer hears
    nothing of what is asked of the assistant and answered by it. Without a `meaning` words are read by phrases alone.
    """
    asked = _answering(conversation)
    fields = {place: one.field for place, one in asked.items() if one.field}
    confirming = {place for place, one in asked.items() if confirms(one)}
    turns = _said(conversation, private=private)
    # What brings a turn into scope is told in so many words; a likeness alone would let in all that is like it.
    everything = stated(turns, playbook.fields, fields, conversation.edits, confirming)
    matter = {message.place: message.matter for message in conversation.messages if message.matter is not None}
    scope, clear = in_scope(turns, matter, everything, fields, decisive(playbook.fields, playbook.fit))
    facts = stated(_heard(turns, scope), playbook.fields, fields, conversation.edits, confirming, meaning)
    alike = {message.place: message.alike for message in conversation.messages if message.place in clear}
    stage = read_stage(turns, playbook.cues, in_scope=scope, alike=alike)
    fit = judge(facts, playbook.fit)
    overruled = {one.judged: one for one in conversation.overrules}
    now = Understanding(
        facts,
        stage,
        fit,
        stage_overruled=_holding(overruled.get(Judged.STAGE)),
        fit_overruled=_holding(overruled.get(Judged.FIT)),
    )
    said = [turn.text for turn in turns if turn.speaker is Speaker.CUSTOMER]
    question = next_question(
        facts,
        where(now),
        playbook.questions,
        settled(conversation.asked, facts),
        fit=None if now.fit_overruled else fit,
        last_words=said[-1] if said else "",
        heard=len(scope),
        labels={field.name: field.label for field in playbook.fields},
    )
    persona = persona_of(facts, playbook.personas)
    content = next_content(documents, where(now), persona, facts, _shown(conversation), today)
    # After "not a fit" nothing is offered.
    content = None if verdict(now) is FitVerdict.NOT_FIT else content
    return replace(now, question=question if scope else None, content=content)


def where(now: Understanding) -> PurchaseStage:
    """The stage that counts: a rep's judgement before that of the rules."""
    return PurchaseStage(now.stage_overruled.outcome) if now.stage_overruled else now.stage.stage


def verdict(now: Understanding) -> FitVerdict:
    """The verdict that counts: a rep's judgement before that of the rules."""
    return FitVerdict(now.fit_overruled.outcome) if now.fit_overruled else now.fit.verdict


def decisions(now: Understanding, place: int) -> tuple[Decision, ...]:
    """What was decided after the turn at `place`, each with its rules and what it rests on."""
    judged = (_of_stage(now.stage, where(now), place), _of_fit(now.fit, verdict(now), place))
    return (*judged, *_of_question(now, place), *_of_content(now, place))


def _of_stage(reading: StageReading, outcome: PurchaseStage, place: int) -> Decision:
    rules = tuple(dict.fromkeys(one.rule for one in reading.evidence))
    return Decision("stage", outcome.value, rules, tuple(one.quote for one in reading.evidence), place)


def _of_fit(reading: FitReading, outcome: FitVerdict, place: int) -> Decision:
    reasons = (*reading.limits, *reading.partly, *reading.conditions)
    words = (fact.quote for reason in reasons for fact in reason.facts)
    why = tuple(dict.fromkeys((*words, *(reason.document_id for reason in reasons))))
    return Decision("fit", outcome.value, tuple(reason.rule for reason in reasons), why, place)


def _of_question(now: Understanding, place: int) -> Iterator[Decision]:
    if now.question:
        one = now.question
        yield Decision("question", one.question, (one.rule,), (one.reason,), place)


def _of_content(now: Understanding, place: int) -> Iterator[Decision]:
    """What was worth reading; that nothing was where the stage is known is a gap that the content team should see."""
    if where(now) is not PurchaseStage.UNKNOWN and verdict(now) is not FitVerdict.NOT_FIT:
        chosen = now.content.document_id if now.content else "none"
        rule = "next-content" if now.content else "content-gap"
        persona = now.content.persona if now.content else ""
        yield Decision("content", chosen, (rule,), (where(now).value, persona), place)


def _shown(conversation: Conversation) -> frozenset[str]:
    """The documents that answers have quoted so far."""
    answers = (message.answer for message in conversation.messages if message.answer)
    return frozenset(citation.document_id for answer in answers for citation in answer.citations)


def _answering(conversation: Conversation) -> Mapping[int, AskedQuestion]:
    """The question that was asked last before each turn of the customer, if nobody else has spoken since."""
    answering: dict[int, AskedQuestion] = {}
    for one in conversation.asked:
        after = (message for message in conversation.messages if message.place > one.place >= 0)
        reply = next((message for message in after if message.speaker is Speaker.CUSTOMER), None)
        if reply is not None:
            answering[reply.place] = one
    return answering


def _said(conversation: Conversation, *, private: bool) -> tuple[Turn, ...]:
    """The turns as the customer heard and said them; what was not said to them has no words.

    What is asked after an answer is said with it.
    """
    answered = {message.reply_to for message in conversation.messages}
    turns = []
    for message in conversation.messages:
        asked = f"\n{message.question.text}" if message.question else ""
        unheard = message.speaker is Speaker.ASSISTANT or (message.speaker is Speaker.REP and message.place in answered)
        turns.append(Turn(message.speaker, "" if private and unheard else message.text + asked))
    return tuple(turns)


def _heard(turns: tuple[Turn, ...], scope: frozenset[int]) -> tuple[Turn, ...]:
    """The turns, those silent that are not about our matter."""
    return tuple(
        turn if place in scope or turn.speaker is not Speaker.CUSTOMER else replace(turn, text="")
        for place, turn in enumerate(turns)
    )


def _holding(overrule: Overrule | None) -> Overrule | None:
    """A rep's judgement, unless it was taken back."""
    return overrule if overrule and overrule.outcome else None


@dataclass(frozen=True, slots=True)
class Change:
    """What a turn brought: the facts that it told, and what has come to rule the offer out or speaks against it.

    `not_fit` are the limits that rule it out, `partly` those that do so for a part only.
    """

    facts: tuple[Fact, ...]
    not_fit: tuple[FitReason, ...] = ()
    advice: tuple[FitReason, ...] = ()
    partly: tuple[FitReason, ...] = ()

    @classmethod
    def of(cls, before: Understanding, now: Understanding) -> Change:
        """What is new of what is understood now."""
        told = tuple(fact for fact in now.current if fact not in before.facts)
        new = _new(before.fit.limits, now.fit.limits)
        sure = before.fit.probably and not now.fit.probably
        not_fit = now.fit.limits if new or sure else ()
        return cls(told, not_fit, _new(before.fit.advice, now.fit.advice), _new(before.fit.partly, now.fit.partly))


def _new(before: Iterable[FitReason], now: Iterable[FitReason]) -> tuple[FitReason, ...]:
    """The reasons that were not given before."""
    given = {reason.rule for reason in before}
    return tuple(reason for reason in now if reason.rule not in given)
