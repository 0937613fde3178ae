"""What the assistant says: the answer, an honest "not a fit" where that has become clear, or that it was noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.answering.texts import note
from assistant.conversation.understanding import Change
from assistant.model import Answer, Confidence, FitReason, Note, Quote
from assistant.selling.clauses import asks

_GREETS = re.compile(
    r"\s*(?:hi|hello|hey|hallo|good (?:morning|afternoon|evening|day)|greetings|moin|servus)(?: there| all)?[\s,.!]*",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\s*(?:(?:ok(?:ay)?|great|super|perfect|wonderful|good|fine|alright|many|cool|lovely)[\s,.!]*)*"
    r"(?:thanks|thank you|thx|cheers|much appreciated|ok(?:ay)?|great|perfect|bye|goodbye)"
    r"(?: so| very)?(?: much| a lot)?(?: for (?:that|this|your help|the help|the answer))?"
    r"(?:[\s,.!]*(?:that|this) (?:helps|helped|was helpful|is all|will do))?[\s,.!]*",
    re.IGNORECASE,
)

Prove = Callable[[str, str], Quote | None]


def composed(
    words: str, answer: Answer, change: Change, prove: Prove, *, replies: bool, declined: bool
) -> Answer | Note:
    """The reply to somebody's words: first what answers them, then what has become clear of the fit.

    `replies` tells that the words are a reply to what was asked, `declined` that they leave it open; `prove` finds the
    sentence of a document that says what a rule says.
    """
    if polite := _small_talk(words):
        return polite
    parts = tuple(_of_fit(change, prove))
    # Whoever tells something, or replies to what was asked, has asked nothing that documents could leave open.
    told = not asks(words) and (bool(change.facts) or replies or declined)
    if told and any(isinstance(part, Quote) for part in parts):
        return Answer(answer.question, parts, Confidence.SURE)
    if told and (replies or answer.confidence is not Confidence.SURE):
        return note("noted-declined" if declined else "noted" if change.facts else "not-noted")
    return replace(answer, parts=(*answer.parts, *_unsaid(parts, answer.parts)))


def _small_talk(words: str) -> Note | None:
    """What is said to a greeting or to thanks that come alone."""
    if _GREETS.fullmatch(words):
        return note("hello")
    return note("welcome") if _THANKS.fullmatch(words) else None


def _unsaid(parts: Sequence[Quote | Note], said: Sequence[Quote | Note]) -> Iterator[Quote | Note]:
    """The parts without a quote that the answer has already."""
    quoted = {part.text for part in said if isinstance(part, Quote)}
    return (part for part in parts if part.text not in quoted)


def _of_fit(change: Change, prove: Prove) -> Iterator[Quote | Note]:
    """What has become clear of the fit: that it is none, for all or for a part, or what speaks against it."""
    if change.not_fit:
        yield from _plainly("not-fit", change.not_fit, prove)
    else:
        yield from _plainly("not-part", change.partly, prove)
        yield from _plainly("not-worth", change.advice, prove)
    if change.not_fit or change.partly or change.advice:
        yield note("not-fit-misread")


def _plainly(key: str, reasons: Sequence[FitReason], prove: Prove) -> Iterator[Quote | Note]:
    """Plainly, early, with the customer's words and the document, and without a pitch for anything else of ours."""
    for reason in reasons:
        said = ", ".join(dict.fromkeys(f"“{fact.quote}”" for fact in reason.facts))
        yield note(f"{key}-probably" if reason.probably else key, said=said)
        because = proof_of(reason, prove) or note("not-fit-why", reason=reason.text)
        yield because
        if reason.better_option and reason.better_option.rstrip(".") not in because.text:
            yield note("not-fit-better", option=reason.better_option)


def proof_of(reason: FitReason, prove: Prove) -> Quote | None:
    """The sentence of its document that says what a rule says, None where none comes near it."""
    # A rule is found by its reason and by what would serve better: documents tell the two together.
    return prove(reason.document_id, f"{reason.text}. {reason.better_option}")
