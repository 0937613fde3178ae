"""What is understood of a buyer: stated facts, the stage of the purchase, fit, and the question that matters next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.model.answers import Speaker, Turn
from assistant.model.documents import PurchaseStage

Value = bool | int | float | str | None


class FactStatus(StrEnum):
    """How far a fact can be relied on."""

    STATED = "stated"
    TENTATIVE = "tentative"
    NONE_STATED = "none_stated"
    SUPERSEDED = "superseded"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the customer said about themselves, in their words: `quote` occurs verbatim in `said.text`.

    `turn` is the place of `said` in the conversation (0 is the first turn); `value` is the quote normalised to the
    field's kind (a number in the field's unit, yes or no, one of its choices), None where words are all there is.
    A fact may be quoted from a rep's turn only once the customer has confirmed it. `part` tells that it was said of a
    part only of what the customer has: one plant of four, two freezers of sixty.
    """

    field: str
    quote: str
    said: Turn
    turn: int
    status: FactStatus = FactStatus.STATED
    value: Value = None
    part: bool = False

    def __post_init__(self) -> None:
        if not self.quote.strip() or self.quote not in self.said.text:
            raise ValueError(f"a fact whose words are not in the turn: {self.field} {self.quote!r}")
        if self.said.speaker is not Speaker.CUSTOMER and self.status not in (
            FactStatus.CONFIRMED,
            FactStatus.SUPERSEDED,
        ):
            raise ValueError(f"a fact that no customer said or confirmed: {self.field} {self.quote!r}")

    @property
    def current(self) -> bool:
        """Whether nothing said later has taken its place."""
        return self.status is not FactStatus.SUPERSEDED


@dataclass(frozen=True, slots=True)
class StageEvidence:
    """Words of the customer that speak for a stage: the rule that saw them and the weight it gave."""

    stage: PurchaseStage
    rule: str
    quote: str
    turn: int
    weight: float


@dataclass(frozen=True, slots=True)
class Alike:
    """The stage that a turn is like in its meaning, and what that weighs; `UNKNOWN` where it is like none."""

    stage: PurchaseStage = PurchaseStage.UNKNOWN
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class StageReading:
    """Where the buyer stands, `UNKNOWN` where there is too little to tell, and the words that say so.

    `scores` are the weights that are left of every stage with a cue, in the order of the stages; `consensus` tells
    that somebody else has to agree as well.
    """

    stage: PurchaseStage = PurchaseStage.UNKNOWN
    evidence: tuple[StageEvidence, ...] = ()
    scores: tuple[tuple[PurchaseStage, float], ...] = ()
    consensus: bool = False


class FitVerdict(StrEnum):
    """Whether the offer serves this customer."""

    FIT = "fit"
    FIT_WITH_CONDITIONS = "fit_with_conditions"
    NOT_FIT = "not_fit"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FitReason:
    """One limit or condition that applies: the rule, the facts it rests on, the document that says so.

    `text` is the business's own sentence; `better_option` is what would serve the customer instead, "" for a condition
    that needs none; `probably` is set where a fact it rests on is tentative.
    """

    rule: str
    text: str
    document_id: str
    facts: tuple[Fact, ...]
    better_option: str = ""
    probably: bool = False


@dataclass(frozen=True, slots=True)
class FitReading:
    """The verdict, every limit and condition that applies, and the critical fields that nothing is known of.

    `conflicts` are fields of which two things are stated; `partly` are the limits that are met for a part only of what
    the customer has, `beyond` the facts that name such a part in words; `advice` are the conditions that apply already,
    whatever else is unknown, and name something that would serve better.
    """

    verdict: FitVerdict = FitVerdict.UNKNOWN
    limits: tuple[FitReason, ...] = ()
    conditions: tuple[FitReason, ...] = ()
    missing: tuple[str, ...] = ()
    probably: bool = False
    conflicts: tuple[str, ...] = ()
    partly: tuple[FitReason, ...] = ()
    beyond: tuple[Fact, ...] = ()
    advice: tuple[FitReason, ...] = ()


class QuestionType(StrEnum):
    """What a question is for."""

    SITUATION = "situation"
    PROBLEM = "problem"
    IMPLICATION = "implication"
    NEED_PAYOFF = "need_payoff"
    PROCESS = "process"
    CONSTRAINT = "constraint"
    CLARIFY = "clarify"
    CONFIRM = "confirm"
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The one question that matters most now, why it is asked, and the rule that chose it.

    `question` is its id in the playbook; `field` is what the answer would tell, "" for a read-back of everything.
    """

    question: str
    type: QuestionType
    field: str
    text: str
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class ContentItem:
    """A document worth reading now, and for which stage and persona ("" where none is known) it was chosen."""

    document_id: str
    title: str
    stage: PurchaseStage
    persona: str = ""


class QuestionOutcome(StrEnum):
    """What became of a question that was asked."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was put to the customer: its id, the field it was about, and what became of it.

    `place` is the turn after which it was asked, -1 where that is not known.
    """

    question: str
    field: str
    outcome: QuestionOutcome = QuestionOutcome.OPEN
    place: int = -1
