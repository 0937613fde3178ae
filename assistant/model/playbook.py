"""What the business writes down about its own selling: the playbook, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.model.documents import Clearance, PurchaseStage
from assistant.model.selling import QuestionType, Value


class FieldKind(StrEnum):
    """What the value of a field is."""

    COUNT = "count"
    NUMBER = "number"
    LOWEST_TEMPERATURE = "lowest_temperature"
    HIGHEST_TEMPERATURE = "highest_temperature"
    DURATION = "duration"
    TIMES_A_DAY = "times_a_day"
    MONEY = "money"
    WHEN = "when"
    YES_NO = "yes_no"
    CHOICE = "choice"
    COUNTRY = "country"
    ROLE = "role"
    INDUSTRY = "industry"
    COMPETITOR = "competitor"
    ACRONYM = "acronym"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a yes-or-no or choice field and the phrases of customers that say so."""

    value: bool | str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Something of this trade that customers tell: how it is called, what it holds, and how people say it.

    `unit` is that of a duration; `nouns` are the things that a count counts; `near` are phrases one of which must stand
    in the same clause as a value, `never` phrases that must not; `phrases` say a text field, `none` that there is none
    yet; `asked` are how somebody asks for it, so that a short answer is understood. A `many` field can hold several
    facts side by side; of any other the latest counts.
    """

    name: str
    label: str
    kind: FieldKind
    unit: str = ""
    nouns: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    none: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class FieldExample:
    """What customers say to tell a field, or how they are asked for it; the field "" is told, or asked for, by neither.

    `value` is the one of a field's choices that they tell.
    """

    field: str
    texts: tuple[str, ...]
    value: Value = None


@dataclass(frozen=True, slots=True)
class StageCue:
    """Words that speak for a stage, and how much."""

    stage: PurchaseStage
    phrases: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class StageExample:
    """What buyers say at a stage, or what tells nothing of it (`UNKNOWN`)."""

    stage: PurchaseStage
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiscoveryQuestion:
    """A question worth asking: which field it fills, how much hangs on the answer, and when it is in place.

    `impact` is 3 where the answer can rule us out, 2 where it changes what we recommend, 1 where it is nice to know;
    `sensitivity` is 1 for what people do not tell everybody (budget, authority); no `stages` means any.
    """

    question_id: str
    type: QuestionType
    field: str
    text: str
    reason: str
    impact: int
    sensitivity: int = 0
    stages: tuple[PurchaseStage, ...] = ()
    audience: Clearance = Clearance.INTERNAL


@dataclass(frozen=True, slots=True)
class FactTest:
    """A comparison of a field with what the business wrote; `op`: below, above, at_most, at_least, is, in, not_in."""

    field: str
    op: str
    value: Value | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FitRule:
    """A limit or condition of the offer: it applies where all tests of one of the `when` groups hold.

    `document_id` is the source that says so; `text` tells it to the customer; `better_option` is what would serve them.
    """

    rule_id: str
    when: tuple[tuple[FactTest, ...], ...]
    text: str
    document_id: str
    better_option: str = ""
    audience: Clearance = Clearance.INTERNAL


@dataclass(frozen=True, slots=True)
class FitRules:
    """When the offer serves somebody: what must be known, what rules it out, and what it takes.

    `apart` is the field that names a part of the sites for which the rest of what is said does not hold.
    """

    critical: tuple[str, ...] = ()
    apart: str = ""
    limits: tuple[FitRule, ...] = ()
    conditions: tuple[FitRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable statement with the documents that prove it; a retired one is never made again.

    `condition` belongs to the statement and is said with it.
    """

    claim_id: str
    text: str
    documents: tuple[str, ...]
    pillar: str = ""
    condition: str = ""
    retired: bool = False
    instead: str = ""
    audience: Clearance = Clearance.INTERNAL


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the few things that carry the plumb line, and the documents that prove it."""

    name: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """A researched type of customer; what it cares about never stands in for what somebody said."""

    persona_id: str
    name: str
    cares_about: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    audience: Clearance = Clearance.INTERNAL


@dataclass(frozen=True, slots=True)
class Playbook:
    """Everything the business wrote down about its selling, as far as one audience may see it."""

    plumb_line: str = ""
    pillars: tuple[Pillar, ...] = ()
    claims: tuple[Claim, ...] = ()
    personas: tuple[Persona, ...] = ()
    fields: tuple[Field, ...] = ()
    questions: tuple[DiscoveryQuestion, ...] = ()
    cues: tuple[StageCue, ...] = ()
    fit: FitRules = FitRules()
    examples: tuple[StageExample, ...] = ()
    told: tuple[FieldExample, ...] = ()
    asked: tuple[FieldExample, ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """Everything that the words of customers are compared with."""
        told = (text for one in (*self.told, *self.asked) for text in one.texts)
        return (*(text for one in self.examples for text in one.texts), *told)
