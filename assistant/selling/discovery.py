"""The one question that matters most now, or none: asked after the answer, with its reason, and never twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.model import (
    AskedQuestion,
    DiscoveryQuestion,
    Fact,
    FactStatus,
    FitReading,
    FitVerdict,
    NextQuestion,
    PurchaseStage,
    QuestionOutcome,
    QuestionType,
)
from assistant.selling.fit import told_apart
from assistant.selling.phrases import straight
from assistant.selling.profile import read_back

READ_BACK = "read-back"
_CONFIRM = "confirm-"
# What a question must score to be worth the customer's time.
_WORTH_IT = 0.5
# How much of the impact is left where the stage is another, or where the answer is half known.
_OTHER_STAGE, _HALF_KNOWN = 0.5, 0.5
# After so many questions in a row without an answer nothing is asked.
_PATIENCE = 2
# A read-back of fewer facts would repeat what was just said.
_WORTH_READING_BACK = 3
# From here on people tell a supplier about money and authority, and want to have it right.
_LATE = (PurchaseStage.COMPARE, PurchaseStage.VALIDATE, PurchaseStage.DECIDE)
_ORDER = list(QuestionType)
_ONLY_A_FACT = re.compile(
    r"\b(?:just|only|simply)\b[^.!?]{0,40}\b(?:datasheet|data sheet|price|price list|answer|fact|number|figure|link|"
    r"pdf|document|file|quick question|one question|asking|wondering|checking|wanted to know|need to know|want to know|"
    r"want the|need the|send)\b|"
    r"\b(?:(?:quick|one|short|simple) (?:question|one)|that(?:'s| is) all(?: i (?:need|want)\w*)?|"
    r"nothing (?:else|more)|no (?:more )?questions|don't ask|do not ask|stop asking|yes or no)\b",
    re.IGNORECASE,
)


def next_question(
    facts: Sequence[Fact],
    stage: PurchaseStage,
    questions: Sequence[DiscoveryQuestion],
    asked: Sequence[AskedQuestion] = (),
    *,
    fit: FitReading | None = None,
    last_words: str = "",
    heard: int = 1,
    labels: Mapping[str, str] | None = None,
) -> NextQuestion | None:
    """The question whose answer changes most, None where it is better to ask nothing.

    `last_words` are what the customer said last, `heard` is in how many turns they spoke of our matter, and `labels`
    name the fields for a read-back.
    """
    apart = told_apart(fit.partly) if fit else set()
    held = [fact for fact in facts if fact.current and fact not in apart]
    if wants_only_a_fact(last_words) or _tired(asked):
        return None
    before = {one.question for one in asked}
    if fit and fit.verdict is FitVerdict.NOT_FIT:
        # Whoever is not served is not asked on, except whether what rules it out is so at all.
        return next((one for one in _doubts(fit) if one.question not in before), None)
    if not held and stage is PurchaseStage.UNKNOWN and heard < _PATIENCE:
        # A first question that tells nothing of who asks wants its answer, and nothing else.
        return None
    if unclear := next((one for one in _conflicts(fit, held) if one.question not in before), None):
        return unclear
    found = [
        (score, one)
        for score, one in _scored(held, stage, questions, _declined(asked))
        if score > _WORTH_IT and one.question not in before
    ]
    if found:
        # Of questions that are worth as much the first in the order of the types and of the playbook.
        return min(found, key=lambda scored: (-scored[0], _ORDER.index(scored[1].type)))[1]
    return None if stage is PurchaseStage.USE else _read_back(held, questions, before, labels or {})


def wants_only_a_fact(text: str) -> bool:
    """Whether somebody says that an answer is all they want ("just the datasheet please")."""
    return bool(_ONLY_A_FACT.search(straight(text)))


def settled(asked: Iterable[AskedQuestion], facts: Iterable[Fact]) -> tuple[AskedQuestion, ...]:
    """What was asked, each open question answered whose field something is known of by now.

    Whether something is so that was said with a doubt is answered once it is said without.
    """
    held = [fact for fact in facts if fact.current]
    known = {fact.field for fact in held}
    sure = {fact.field for fact in held if fact.status is not FactStatus.TENTATIVE}
    return tuple(
        replace(one, outcome=QuestionOutcome.ANSWERED)
        if one.outcome is QuestionOutcome.OPEN and one.field in (sure if confirms(one) else known)
        else one
        for one in asked
    )


def confirms(asked: AskedQuestion) -> bool:
    """Whether what was asked is whether something is so that was said with a doubt."""
    return asked.question.startswith(_CONFIRM)


def _tired(asked: Sequence[AskedQuestion]) -> bool:
    """Whether the last questions got no answer; a customer who answers one again may be asked again."""
    last = [one for one in asked if one.outcome is not QuestionOutcome.SKIPPED][-_PATIENCE:]
    return len(last) == _PATIENCE and all(one.outcome is not QuestionOutcome.ANSWERED for one in last)


def _declined(asked: Iterable[AskedQuestion]) -> set[str]:
    return {one.field for one in asked if one.outcome is QuestionOutcome.DECLINED}


def _scored(
    held: Sequence[Fact], stage: PurchaseStage, questions: Sequence[DiscoveryQuestion], declined: set[str]
) -> Iterator[tuple[float, NextQuestion]]:
    """Every question that is in place, with what its answer is worth."""
    known = {fact.field: fact for fact in held}
    for question in questions:
        if question.field in declined or not _in_place(question, known, stage):
            continue
        fact = known.get(question.field)
        if fact is not None and fact.status is not FactStatus.TENTATIVE:
            continue
        fitting = _fitting(question, stage) if fact is None else stage in _LATE
        score = question.impact * (1 if fact is None else _HALF_KNOWN) * (1 if fitting else _OTHER_STAGE)
        score -= 0 if stage in _LATE else question.sensitivity
        yield score, _as_asked(question) if fact is None else _confirm(fact)


def _in_place(question: DiscoveryQuestion, known: Mapping[str, Fact], stage: PurchaseStage) -> bool:
    """Whether a question may be asked at all, whatever its answer is worth."""
    if question.type is QuestionType.IMPLICATION:
        # Consequences are asked for only of somebody who has said what is wrong.
        return "pain" in known
    if question.type is QuestionType.NEED_PAYOFF:
        return "pain" in known or "need" in known
    # Whoever uses it already came for help.
    return stage is not PurchaseStage.USE or PurchaseStage.USE in question.stages


def _fitting(question: DiscoveryQuestion, stage: PurchaseStage) -> bool:
    return not question.stages or stage in question.stages


def _as_asked(question: DiscoveryQuestion) -> NextQuestion:
    return NextQuestion(
        question.question_id, question.type, question.field, question.text, question.reason, "matters-most"
    )


def _confirm(fact: Fact) -> NextQuestion:
    return NextQuestion(
        f"{_CONFIRM}{fact.field}",
        QuestionType.CONFIRM,
        fact.field,
        f"You said “{fact.quote}”. Can we count on that by now?",
        "You were not sure of it, and what we suggest rests on it.",
        "confirm-tentative",
    )


def _doubts(fit: FitReading) -> Iterator[NextQuestion]:
    """The tentative words that a "not a fit" hangs on."""
    if not fit.probably:
        return
    for fact in dict.fromkeys(fact for reason in fit.limits for fact in reason.facts):
        if fact.status is FactStatus.TENTATIVE:
            yield replace(_confirm(fact), reason="If it is so, this is not for you; if not, it may be.")


def _conflicts(fit: FitReading | None, held: Sequence[Fact]) -> Iterator[NextQuestion]:
    """Fields of which two things are stated."""
    for name in fit.conflicts if fit else ():
        said = [fact.quote for fact in held if fact.field == name]
        if len(said) > 1:
            yield NextQuestion(
                f"clarify-{name}",
                QuestionType.CLARIFY,
                name,
                f"You said “{said[-2]}” and “{said[-1]}”. Which of the two holds?",
                "What suits you depends on it.",
                "conflict",
            )


def _read_back(
    held: Sequence[Fact], questions: Sequence[DiscoveryQuestion], before: set[str], labels: Mapping[str, str]
) -> NextQuestion | None:
    """What was understood, once, when nothing that could rule us out is left to ask."""
    known = {fact.field for fact in held}
    open_still = any(question.impact == 3 and question.field not in known for question in questions)
    if open_still or READ_BACK in before or len(held) < _WORTH_READING_BACK:
        return None
    return NextQuestion(
        READ_BACK, QuestionType.CONFIRM, "", read_back(held, labels), "So that nothing rests on a mistake.", READ_BACK
    )
