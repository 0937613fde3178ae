"""The tables of the records; the migrations make them, this module names their columns."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()


def _of_conversation() -> Column[str]:
    return Column(
        "conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    )


CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("owner", String(128), nullable=False),
    Column("title", Text, nullable=False),
    Column("begun", DateTime, nullable=False),
    Column("spoken", DateTime, nullable=False),
    Index("conversations_of_owner", "owner", "spoken"),
)

# `answer` and `question` are JSON; `matter` is how clearly the words are about our matter.
MESSAGES = Table(
    "messages",
    METADATA,
    Column("id", Integer, primary_key=True),
    _of_conversation(),
    Column("place", Integer, nullable=False),
    Column("client_id", String(64)),
    Column("reply_to", Integer),
    Column("speaker", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("matter", Float),
    Column("alike", String(16)),
    Column("alike_weight", Float),
    Column("answer", Text),
    Column("question", Text),
    UniqueConstraint("conversation", "place"),
    UniqueConstraint("conversation", "client_id"),
    UniqueConstraint("conversation", "reply_to"),
)

# What is understood now, written anew with every turn; superseded facts are its history.
FACTS = Table(
    "facts",
    METADATA,
    Column("id", Integer, primary_key=True),
    _of_conversation(),
    Column("field", String(64), nullable=False),
    Column("quote", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("speaker", String(16), nullable=False),
    Column("turn", Integer, nullable=False),
)

EDITS = Table(
    "edits",
    METADATA,
    Column("id", Integer, primary_key=True),
    _of_conversation(),
    Column("field", String(64), nullable=False),
    Column("quote", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
)

ASKED = Table(
    "asked",
    METADATA,
    Column("id", Integer, primary_key=True),
    _of_conversation(),
    Column("question", String(128), nullable=False),
    Column("field", String(64), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("place", Integer, nullable=False),
    UniqueConstraint("conversation", "question"),
)

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", Integer, primary_key=True),
    _of_conversation(),
    Column("about", String(16), nullable=False),
    Column("outcome", String(128), nullable=False),
    Column("rules", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
)

OVERRULES = Table(
    "overrules",
    METADATA,
    Column("id", Integer, primary_key=True),
    _of_conversation(),
    Column("judged", String(16), nullable=False),
    Column("ruled", String(32), nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)

UNANSWERED = Table(
    "unanswered",
    METADATA,
    Column("id", Integer, primary_key=True),
    _of_conversation(),
    Column("question", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)

CONTRADICTIONS = Table(
    "contradictions",
    METADATA,
    Column("id", Integer, primary_key=True),
    _of_conversation(),
    Column("valid_id", String(128), nullable=False),
    Column("valid", Text, nullable=False),
    Column("other_id", String(128), nullable=False),
    Column("other", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)
