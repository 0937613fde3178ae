"""The single steps of keeping a conversation, each within a transaction that is open already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, update

from assistant.errors import RecordsError
from assistant.model import LONGEST_TITLE, Actor, Answer, AskedQuestion, Decision, NextQuestion
from assistant.privacy import masked
from assistant.records import rows
from assistant.records.tables import ASKED, CONTRADICTIONS, CONVERSATIONS, DECISIONS, MESSAGES, UNANSWERED

_NOT_THERE = "There is no such conversation. It may have been deleted; start a new one."


def owned(connection: Connection, actor: Actor, handle: str) -> Row[Any]:
    """The head of a conversation of one's own; raises `RecordsError`: somebody else's is not there."""
    mine = select(CONVERSATIONS).where(CONVERSATIONS.c.id == handle, CONVERSATIONS.c.owner == actor.owner)
    head = connection.execute(mine).one_or_none()
    if head is None:
        raise RecordsError(_NOT_THERE)
    return head


def next_place(connection: Connection, handle: str) -> int:
    """The place of what is said next."""
    counted = select(func.count()).where(MESSAGES.c.conversation == handle)
    return int(connection.execute(counted).scalar_one())


def change(connection: Connection, handle: str, **values: object) -> None:
    """Change the head of a conversation."""
    connection.execute(update(CONVERSATIONS).where(CONVERSATIONS.c.id == handle).values(**values))


def add(connection: Connection, table: Table, handle: str, values: Sequence[dict[str, Any]]) -> None:
    """Add rows to a conversation."""
    if values:
        connection.execute(insert(table), [{"conversation": handle, **one} for one in values])


def ask(connection: Connection, handle: str, question: NextQuestion, place: int) -> None:
    """Note that a question was asked, once."""
    there = select(ASKED.c.id).where(ASKED.c.conversation == handle, ASKED.c.question == question.question)
    if connection.execute(there).one_or_none() is None:
        values = {"question": question.question, "field": question.field, "outcome": "open", "place": place}
        add(connection, ASKED, handle, [values])


def settle(connection: Connection, handle: str, asked: AskedQuestion) -> None:
    """Note what became of a question."""
    that = update(ASKED).where(ASKED.c.conversation == handle, ASKED.c.question == asked.question)
    connection.execute(that.values(outcome=asked.outcome.value))


def decide(connection: Connection, handle: str, decision: Decision, at: datetime) -> None:
    """Note a decision that differs from the one before it."""
    same = select(DECISIONS).where(DECISIONS.c.conversation == handle, DECISIONS.c.about == decision.about)
    last = connection.execute(same.order_by(DECISIONS.c.id.desc()).limit(1)).one_or_none()
    values = rows.decision_values(decision)
    if last is None or any(getattr(last, name) != values[name] for name in ("outcome", "rules", "why")):
        add(connection, DECISIONS, handle, [{**values, "at": at}])


def report(connection: Connection, handle: str, answer: Answer, at: datetime) -> None:
    """Note what the content team must know of an answer."""
    if not answer.found:
        add(connection, UNANSWERED, handle, [{"question": masked(answer.question), "at": at}])
    if answer.contradiction:
        valid, other = answer.contradiction
        values = {"valid_id": valid.document_id, "valid": valid.quote, "other_id": other.document_id}
        add(connection, CONTRADICTIONS, handle, [{**values, "other": other.quote, "at": at}])


def titled(text: str) -> str:
    """What a conversation is called: one line, masked."""
    line = " ".join(masked(text).split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"
