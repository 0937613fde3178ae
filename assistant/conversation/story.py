"""The story of a conversation: remember, look up, understand, answer, ask at most one thing, remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.conversation.asking import Assistant, Looked
from assistant.conversation.replying import composed, proof_of
from assistant.conversation.understanding import Change, decisions, understood, where
from assistant.errors import QuestionError
from assistant.model import (
    LONGEST_REMARK,
    Actor,
    AskedQuestion,
    Conversation,
    ConversationSummary,
    Fact,
    FactEdit,
    FitReason,
    Judged,
    Message,
    NextQuestion,
    Overrule,
    Playbook,
    QuestionOutcome,
    Quote,
    Speaker,
    Understanding,
)
from assistant.records.erasure import Erasure
from assistant.records.store import Records, utc_now
from assistant.selling.answers import declines
from assistant.selling.clauses import asked_part
from assistant.selling.corrections import ALONE, corrected
from assistant.selling.likeness import Embed, StageLikeness
from assistant.selling.meaning import Meaning
from assistant.selling.playbook import from_json


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation with what is understood of it by now."""

    conversation: Conversation
    understanding: Understanding


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The playbook of an edition, and what compares the words of customers with its examples."""

    playbook: Playbook
    likeness: StageLikeness
    meaning: Meaning

    @classmethod
    def of(cls, playbook: Playbook, embed: Embed) -> _Compiled:
        return cls(
            playbook,
            StageLikeness(playbook.examples, embed),
            Meaning(playbook.told, playbook.asked, embed),
        )


class Conversations:
    """The conversations of one program: everything that is done with one, by whoever owns it.

    `asks` tells whether the assistant itself asks the next question after its answer, as it does in the customers'
    chat, or leaves it to the rep who speaks with the customer; `days` is how long a conversation is kept.
    """

    def __init__(self, assistant: Assistant, records: Records, erasure: Erasure, *, asks: bool, days: int = 30) -> None:
        self.assistant = assistant
        self._records = records
        self._erasure = erasure
        self._asks = asks
        self.days = days
        self._compiled = lru_cache(maxsize=2)(lambda text: _Compiled.of(from_json(text), assistant.library.vectors))
        # Kept for an edition: to count its passages takes longer than all that is decided here.
        self._documents = lru_cache(maxsize=2)(
            lambda edition: tuple(one.document for one in assistant.library.documents())
        )
        # The screens show the proof of a rule again and again; it changes with the edition alone.
        self._proofs = lru_cache(maxsize=64)(
            lambda edition, document_id, statement: assistant.library.proof(document_id, statement)
        )

    @property
    def playbook(self) -> Playbook:
        """The playbook as this program's audience may see it."""
        return self._edition.playbook

    @property
    def labels(self) -> Mapping[str, str]:
        """How the fields are called, by name."""
        return {field.name: field.label for field in self.playbook.fields}

    def proof(self, reason: FitReason) -> Quote | None:
        """The sentence of its document that says what a reason says."""
        return proof_of(reason, self._prove)

    def _prove(self, document_id: str, statement: str) -> Quote | None:
        return self._proofs(self.assistant.library.edition, document_id, statement)

    @property
    def _edition(self) -> _Compiled:
        return self._compiled(self.assistant.library.playbook)

    def warm(self) -> None:
        """Make ready what the first question would otherwise wait for."""
        self.assistant.warm()
        edition = self._edition
        edition.likeness.of("warm-up")
        edition.meaning.tells("warm-up")
        edition.meaning.asks("warm-up")

    def begin(self, actor: Actor, title: str = "") -> str:
        """A new conversation; returns its id."""
        return self._records.begin(actor, title)

    def say(self, actor: Actor, handle: str, client_id: str, speaker: Speaker, text: str) -> Dialogue:
        """What happens when someone speaks; said again under the same `client_id` it happens once.

        Raises `QuestionError`, `LibraryError` or `RecordsError`; what was heard by then stays kept.
        """
        if not text.strip():
            raise QuestionError("There is nothing to answer yet. Type what you would like to know.")
        heard = self._records.hear(actor, handle, client_id, speaker, text)
        conversation = self._records.conversation(actor, handle)
        if conversation.reply_to(heard.place) is None:
            self._answer(actor, conversation, conversation.messages[heard.place])
        return self.open(actor, handle)

    def note(self, actor: Actor, handle: str, client_id: str, speaker: Speaker, text: str) -> Dialogue:
        """Keep what was said between rep and customer without answering it."""
        if not text.strip():
            raise QuestionError("There is nothing to note yet. Type what was said.")
        heard = self._records.hear(actor, handle, client_id, speaker, text)
        if heard.matter is None:
            history = self._records.conversation(actor, handle).turns[: heard.place]
            matter = self.assistant.look_up(heard.text, history).matter
            self._records.weigh(actor, handle, heard.place, matter, self._edition.likeness.of(heard.text))
        return self._refreshed(actor, handle)

    def open(self, actor: Actor, handle: str) -> Dialogue:
        """A conversation, to be read and continued."""
        conversation = self._records.conversation(actor, handle)
        return Dialogue(conversation, self._understood(conversation))

    def _answer(self, actor: Actor, conversation: Conversation, heard: Message) -> None:
        handle = conversation.conversation_id
        before = self._understood(_until(conversation, heard.place))
        looked = self._look_up(conversation, heard, before)
        matter = looked.matter if heard.matter is None else heard.matter
        self._records.weigh(actor, handle, heard.place, matter, self._edition.likeness.of(heard.text))
        declined = self._declined(actor, conversation, heard)
        conversation = self._records.conversation(actor, handle)
        now = self._understood(_until(conversation, heard.place + 1))
        if where(now) is not where(before):
            # What was just said tells where they stand: what is preferred, and how deep it goes, follows it.
            looked = self._look_up(conversation, heard, now)
        change = Change.of(before, now)
        answering = bool(_open(conversation, heard.place))
        said = composed(heard.text, looked.answer, change, self._prove, replies=answering, declined=declined)
        asked = now.question if self._asks and heard.speaker is Speaker.CUSTOMER else None
        self._records.reply(actor, handle, heard.place, said, asked)
        self._keep(actor, handle, now, heard.place)

    def _understood(self, conversation: Conversation) -> Understanding:
        documents = self._documents(self.assistant.library.edition)
        edition = self._edition
        return understood(
            conversation,
            edition.playbook,
            documents,
            today=date.today(),
            private=not self._asks,
            meaning=edition.meaning,
        )

    def _look_up(self, conversation: Conversation, heard: Message, known: Understanding) -> Looked:
        history, stage = conversation.turns[: heard.place], where(known)
        looked = self.assistant.look_up(heard.text, history, stage)
        question = asked_part(heard.text)
        if looked.answer.found or not question:
            return looked
        # What somebody tells of themselves beside a question can hide what it asks for.
        alone = self.assistant.look_up(question, history, stage).answer
        meant = alone.understood_as or question
        return replace(looked, answer=replace(alone, question=heard.text, understood_as=meant))

    def _declined(self, actor: Actor, conversation: Conversation, heard: Message) -> bool:
        """Note what was asked last as declined where this leaves it open."""
        asked = _open(conversation, heard.place)
        if asked is None or heard.speaker is not Speaker.CUSTOMER or not declines(heard.text):
            return False
        self._records.settle(actor, conversation.conversation_id, replace(asked, outcome=QuestionOutcome.DECLINED))
        return True

    def _keep(self, actor: Actor, handle: str, now: Understanding, place: int) -> None:
        self._records.understand(actor, handle, now.facts, decisions(now, place))

    def put_right(self, actor: Actor, handle: str, fact: Fact, words: str) -> Dialogue:
        """Put something else in the place of a fact; raises `QuestionError` where the words do not tell it."""
        return self._edited(
            actor, handle, FactEdit(fact.field, fact.quote, fact.turn, self._told(fact.field, words), 0)
        )

    def tell(self, actor: Actor, handle: str, field: str, words: str) -> Dialogue:
        """Take down what somebody tells of a field by itself; raises `QuestionError` where the words do not tell it."""
        return self._edited(actor, handle, FactEdit(field, "", ALONE, self._told(field, words), 0))

    def take_away(self, actor: Actor, handle: str, fact: Fact) -> Dialogue:
        """Forget a fact."""
        return self._edited(actor, handle, FactEdit(fact.field, fact.quote, fact.turn, "", 0))

    def _told(self, name: str, words: str) -> str:
        words = words.strip()
        if not words or len(words) > LONGEST_REMARK:
            raise QuestionError(f"Write what is right, in at most {LONGEST_REMARK} characters.")
        field = next((one for one in self.playbook.fields if one.name == name), None)
        if field is not None:
            corrected(field, words)
        return words

    def _edited(self, actor: Actor, handle: str, edit: FactEdit) -> Dialogue:
        place = len(self._records.conversation(actor, handle).messages)
        self._records.edit(actor, handle, replace(edit, place=place))
        return self._refreshed(actor, handle)

    def _refreshed(self, actor: Actor, handle: str) -> Dialogue:
        dialogue = self.open(actor, handle)
        self._keep(actor, handle, dialogue.understanding, len(dialogue.conversation.messages) - 1)
        return dialogue

    def asked(self, actor: Actor, handle: str, question: NextQuestion) -> Dialogue:
        """Note that a rep asked a question."""
        place = len(self._records.conversation(actor, handle).messages) - 1
        self._records.ask(actor, handle, question, place)
        return self._refreshed(actor, handle)

    def skip(self, actor: Actor, handle: str, question: NextQuestion) -> Dialogue:
        """Leave a question: a customer who leaves it is never asked for it again, in any wording.

        A rep who leaves it has asked nobody; it is not suggested again.
        """
        place = len(self._records.conversation(actor, handle).messages) - 1
        self._records.ask(actor, handle, question, place)
        outcome = QuestionOutcome.DECLINED if self._asks else QuestionOutcome.SKIPPED
        self._records.settle(actor, handle, AskedQuestion(question.question, question.field, outcome))
        return self._refreshed(actor, handle)

    def overrule(self, actor: Actor, handle: str, judged: Judged, outcome: str, reason: str) -> Dialogue:
        """A rep's own judgement in place of the rules', with the reason; an outcome of "" takes it back.

        Raises `QuestionError` without a reason.
        """
        if not reason.strip() or len(reason) > LONGEST_REMARK:
            raise QuestionError(f"Give your reason, in at most {LONGEST_REMARK} characters: it is kept and reviewed.")
        now = self.open(actor, handle).understanding
        ruled = now.stage.stage.value if judged is Judged.STAGE else now.fit.verdict.value
        self._records.overrule(actor, handle, Overrule(judged, ruled, outcome, reason.strip()))
        return self._refreshed(actor, handle)

    def listed(self, actor: Actor, limit: int = 100) -> tuple[ConversationSummary, ...]:
        """One's own conversations, the latest first."""
        return self._records.conversations(actor, limit)

    def rename(self, actor: Actor, handle: str, title: str) -> None:
        """Call a conversation something else."""
        self._records.rename(actor, handle, title)

    def export(self, actor: Actor, handle: str) -> str:
        """Everything that is kept of a conversation, as JSON, to be taken along."""
        return self._erasure.export(actor, handle)

    def forget_old(self) -> Mapping[str, int]:
        """Forget every conversation whose time is over; returns how many rows of what are gone."""
        return self._erasure.expire(utc_now(), self.days)

    def erase(self, actor: Actor, handle: str) -> Mapping[str, int]:
        """Forget a conversation for good; returns how many rows of what are gone."""
        return self._erasure.erase(actor, handle)


def _until(conversation: Conversation, place: int) -> Conversation:
    """The conversation as it stood before the turn at `place`."""
    return replace(conversation, messages=conversation.messages[:place])


def _open(conversation: Conversation, place: int) -> AskedQuestion | None:
    """The question that was open when the turn at `place` was said: the one asked right before it."""
    return next((one for one in reversed(conversation.asked) if one.place == place - 1), None)
