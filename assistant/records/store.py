"""Conversations, kept: begun, spoken in, answered, put right, continued after a restart. Every row has an owner.

What is personal or secret is masked before it is written. What belongs to somebody else is not there.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from assistant.errors import RecordsError
from assistant.model import (
    LONGEST_QUESTION,
    Actor,
    Alike,
    Answer,
    AskedQuestion,
    Conversation,
    ConversationSummary,
    Decision,
    Fact,
    FactEdit,
    FitVerdict,
    Message,
    NextQuestion,
    Note,
    Overrule,
    PurchaseStage,
    Speaker,
)
from assistant.privacy import masked
from assistant.records import rows, steps
from assistant.records.opening import writing
from assistant.records.tables import (
    ASKED,
    CONVERSATIONS,
    DECISIONS,
    EDITS,
    FACTS,
    MESSAGES,
    OVERRULES,
)


def utc_now() -> datetime:
    """The time as it is kept: UTC, to the second, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


class Records:
    """The conversations of one program."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self.engine = engine
        self._clock = clock

    def begin(self, actor: Actor, title: str = "") -> str:
        """A new conversation; returns its id, which cannot be guessed."""
        handle = secrets.token_hex(16)
        at = self._clock()
        values = {"id": handle, "owner": actor.owner, "title": steps.titled(title), "begun": at, "spoken": at}
        with self._writing() as connection:
            connection.execute(insert(CONVERSATIONS).values(values))
        return handle

    def conversation(self, actor: Actor, handle: str) -> Conversation:
        """A conversation of one's own; raises `RecordsError` where there is none."""
        with self._reading() as connection:
            head = steps.owned(connection, actor, handle)
            return Conversation(
                handle,
                head.title,
                head.begun,
                tuple(map(rows.message, _of(connection, MESSAGES, handle, "place"))),
                tuple(map(rows.edit, _of(connection, EDITS, handle))),
                tuple(map(rows.asked, _of(connection, ASKED, handle))),
                tuple(map(rows.overrule, _of(connection, OVERRULES, handle))),
            )

    def conversations(self, actor: Actor, limit: int = 100) -> tuple[ConversationSummary, ...]:
        """One's own conversations, the one that was spoken in last first."""
        with self._reading() as connection:
            return tuple(
                ConversationSummary(
                    row.id,
                    row.title,
                    row.begun,
                    row.spoken,
                    row.messages,
                    PurchaseStage(row.stage or PurchaseStage.UNKNOWN),
                    FitVerdict(row.fit or FitVerdict.UNKNOWN),
                )
                for row in connection.execute(_summaries(actor).limit(limit))
            )

    def rename(self, actor: Actor, handle: str, title: str) -> None:
        """Call a conversation something else."""
        with self._owned(actor, handle) as connection:
            steps.change(connection, handle, title=steps.titled(title))

    def hear(self, actor: Actor, handle: str, client_id: str, speaker: Speaker, text: str) -> Message:
        """Keep what somebody said; said again under the same `client_id` it is the message that is there already.

        Raises `RecordsError`, and then nothing was kept.
        """
        if len(text) > LONGEST_QUESTION:
            raise RecordsError(f"This is longer than {LONGEST_QUESTION:,} characters. Say it in parts.")
        with self._owned(actor, handle) as connection:
            again = select(MESSAGES).where(MESSAGES.c.conversation == handle, MESSAGES.c.client_id == client_id)
            if (known := connection.execute(again).one_or_none()) is not None:
                return rows.message(known)
            place, at = steps.next_place(connection, handle), self._clock()
            message = Message(place, speaker, masked(text), at)
            values = {"conversation": handle, "place": place, "client_id": client_id, "at": at}
            connection.execute(insert(MESSAGES).values(**values, speaker=speaker.value, text=message.text))
            titled = update(CONVERSATIONS).where(CONVERSATIONS.c.id == handle, CONVERSATIONS.c.title == "")
            connection.execute(titled.values(title=steps.titled(message.text)))
            steps.change(connection, handle, spoken=at)
            return message

    def reply(
        self, actor: Actor, handle: str, reply_to: int, said: Answer | Note, question: NextQuestion | None = None
    ) -> Message:
        """Keep what was replied and what is asked after it, as one; a second reply to a message is not kept."""
        with self._owned(actor, handle) as connection:
            same = select(MESSAGES).where(MESSAGES.c.conversation == handle, MESSAGES.c.reply_to == reply_to)
            if (known := connection.execute(same).one_or_none()) is not None:
                return rows.message(known)
            place, at = steps.next_place(connection, handle), self._clock()
            values = rows.reply_values(said, question)
            connection.execute(
                insert(MESSAGES).values(conversation=handle, place=place, reply_to=reply_to, at=at, **values)
            )
            if question:
                steps.ask(connection, handle, question, place)
            if isinstance(said, Answer):
                steps.report(connection, handle, said, at)
            steps.change(connection, handle, spoken=at)
            row = connection.execute(same).one()
            return rows.message(row)

    def weigh(self, actor: Actor, handle: str, place: int, matter: float, alike: Alike) -> None:
        """Keep how clearly what was said is about our matter, and which stage it is like."""
        with self._owned(actor, handle) as connection:
            that = update(MESSAGES).where(MESSAGES.c.conversation == handle, MESSAGES.c.place == place)
            connection.execute(that.values(matter=matter, alike=alike.stage.value, alike_weight=alike.weight))

    def understand(
        self,
        actor: Actor,
        handle: str,
        facts: Iterable[Fact],
        decisions: Iterable[Decision],
        asked: Iterable[AskedQuestion] = (),
    ) -> None:
        """Keep what is understood by now; a decision is written down where it differs from the one before."""
        with self._owned(actor, handle) as connection:
            connection.execute(delete(FACTS).where(FACTS.c.conversation == handle))
            steps.add(connection, FACTS, handle, [rows.fact_values(fact) for fact in facts])
            for decision in decisions:
                steps.decide(connection, handle, decision, self._clock())
            for one in asked:
                steps.settle(connection, handle, one)

    def edit(self, actor: Actor, handle: str, edit: FactEdit) -> None:
        """Keep what somebody did to a fact."""
        values = {"field": edit.field, "quote": masked(edit.quote), "turn": edit.turn, "place": edit.place}
        with self._owned(actor, handle) as connection:
            steps.add(connection, EDITS, handle, [{**values, "words": masked(edit.words), "at": self._clock()}])

    def ask(self, actor: Actor, handle: str, question: NextQuestion, place: int) -> None:
        """Keep that a question was asked after the turn at `place`."""
        with self._owned(actor, handle) as connection:
            steps.ask(connection, handle, question, place)

    def settle(self, actor: Actor, handle: str, asked: AskedQuestion) -> None:
        """Keep what became of a question."""
        with self._owned(actor, handle) as connection:
            steps.settle(connection, handle, asked)

    def overrule(self, actor: Actor, handle: str, overrule: Overrule) -> None:
        """Keep a rep's own judgement beside that of the rules."""
        values = {"judged": overrule.judged.value, "ruled": overrule.ruled, "outcome": overrule.outcome}
        with self._owned(actor, handle) as connection:
            reason = masked(overrule.reason)
            steps.add(connection, OVERRULES, handle, [{**values, "reason": reason, "at": self._clock()}])

    def decisions(self, actor: Actor, handle: str) -> tuple[Decision, ...]:
        """Everything that was decided in a conversation, oldest first."""
        with self._reading() as connection:
            steps.owned(connection, actor, handle)
            return tuple(map(rows.decision, _of(connection, DECISIONS, handle)))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _told(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _told(), writing(self.engine) as connection:
            yield connection

    @contextmanager
    def _owned(self, actor: Actor, handle: str) -> Iterator[Connection]:
        with self._writing() as connection:
            steps.owned(connection, actor, handle)
            yield connection


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong in the database, in words that say what to do."""
    try:
        yield
    except DBAPIError as error:
        raise RecordsError(
            f"This could not be saved or read ({error.orig}). What was saved before is safe; check the disk."
        ) from error


def _of(connection: Connection, table: Table, handle: str, order: str = "id") -> Sequence[Any]:
    return connection.execute(select(table).where(table.c.conversation == handle).order_by(table.c[order])).all()


def _summaries(actor: Actor) -> Select[Any]:
    def last(about: str) -> Any:
        return (
            select(DECISIONS.c.outcome)
            .where(DECISIONS.c.conversation == CONVERSATIONS.c.id, DECISIONS.c.about == about)
            .order_by(DECISIONS.c.id.desc())
            .limit(1)
            .scalar_subquery()
            .label(about)
        )

    counted = select(func.count()).where(MESSAGES.c.conversation == CONVERSATIONS.c.id).scalar_subquery()
    mine = select(CONVERSATIONS, counted.label("messages"), last("stage"), last("fit"))
    return mine.where(CONVERSATIONS.c.owner == actor.owner).order_by(
        CONVERSATIONS.c.spoken.desc(), CONVERSATIONS.c.begun.desc()
    )
