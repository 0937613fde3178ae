"""Conversations as they are kept: who owns one, what was said in it, what was put right, asked and decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assistant.model.answers import Answer, Speaker, Turn
from assistant.model.documents import PurchaseStage
from assistant.model.selling import (
    Alike,
    AskedQuestion,
    ContentItem,
    Fact,
    FitReading,
    FitVerdict,
    NextQuestion,
    StageReading,
)

# In characters: what a conversation may be called, and what a correction or a reason may hold.
LONGEST_TITLE, LONGEST_REMARK = 120, 500


@dataclass(frozen=True, slots=True)
class Actor:
    """Who reads or writes: what they own is theirs, everything else is not there for them."""

    owner: str


@dataclass(frozen=True, slots=True)
class Message:
    """Something said in a conversation; `place` counts from 0 and is the turn that facts and evidence name.

    `matter` tells how clearly somebody's words are about our matter (0 and more is clear), `alike` which stage they are
    like. What the assistant says is a reply to a message, with an `answer` where that asked for one, and with the
    `question` that was asked after it.
    """

    place: int
    speaker: Speaker
    text: str
    at: datetime
    matter: float | None = None
    alike: Alike = field(default_factory=Alike)
    answer: Answer | None = None
    reply_to: int | None = None
    question: NextQuestion | None = None

    @property
    def turn(self) -> Turn:
        return Turn(self.speaker, self.text)


@dataclass(frozen=True, slots=True)
class FactEdit:
    """What somebody did to a fact: `words` put it right, "" takes it away.

    The fact is the one of `field` whose `quote` was said at `turn`; `place` is how many turns had been said by then, so
    that what is said later counts more.
    """

    field: str
    quote: str
    turn: int
    words: str
    place: int


class Judged(StrEnum):
    """What the rules decide and a rep may see differently."""

    STAGE = "stage"
    FIT = "fit"


@dataclass(frozen=True, slots=True)
class Overrule:
    """A rep's own judgement in place of what the rules said (`ruled`), with the reason for it."""

    judged: Judged
    ruled: str
    outcome: str
    reason: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was decided after the turn at `place`: what about, the outcome, the rules, and what it rests on.

    `why` are the customer's words and the ids of documents.
    """

    about: str
    outcome: str
    rules: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with what was kept of it, oldest first."""

    conversation_id: str
    title: str
    begun: datetime
    messages: tuple[Message, ...] = ()
    edits: tuple[FactEdit, ...] = ()
    asked: tuple[AskedQuestion, ...] = ()
    overrules: tuple[Overrule, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(message.turn for message in self.messages)

    def reply_to(self, place: int) -> Message | None:
        """What was answered to the message at `place`, None where nothing was."""
        return next((message for message in self.messages if message.reply_to == place), None)


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation in a list, with what was last decided about it."""

    conversation_id: str
    title: str
    begun: datetime
    spoken: datetime
    messages: int
    stage: PurchaseStage = PurchaseStage.UNKNOWN
    fit: FitVerdict = FitVerdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Understanding:
    """What is understood of the customer by now: what they stated, where they stand, whether the offer fits.

    `question` is what to ask next, `content` what is worth reading; `stage_overruled` and `fit_overruled` are set where
    a rep sees it differently, and hold in place of what the rules say.
    """

    facts: tuple[Fact, ...]
    stage: StageReading
    fit: FitReading
    question: NextQuestion | None = None
    content: ContentItem | None = None
    stage_overruled: Overrule | None = None
    fit_overruled: Overrule | None = None

    @property
    def current(self) -> tuple[Fact, ...]:
        """The facts that hold."""
        return tuple(fact for fact in self.facts if fact.current)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the documents do not answer, how often it was asked, and when last."""

    question: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class SeenContradiction:
    """Two documents that were seen to disagree when a question was answered; the one that holds comes first."""

    valid_id: str
    valid: str
    other_id: str
    other: str
    last: datetime
