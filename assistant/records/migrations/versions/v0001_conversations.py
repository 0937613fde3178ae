"""The first form: conversations, messages, facts, edits, questions asked, decisions, overrules, what to report."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), primary_key=True),
        _text("owner", 128),
        _text("title"),
        _when("begun"),
        _when("spoken"),
    )
    op.create_index("conversations_of_owner", "conversations", ["owner", "spoken"])
    op.create_table(
        "messages",
        *_row(),
        _number("place"),
        sa.Column("client_id", sa.String(64)),
        sa.Column("reply_to", sa.Integer),
        _text("speaker", 16),
        _text("text"),
        _when("at"),
        sa.Column("matter", sa.Float),
        sa.Column("alike", sa.String(16)),
        sa.Column("alike_weight", sa.Float),
        sa.Column("answer", sa.Text),
        sa.Column("question", sa.Text),
        sa.UniqueConstraint("conversation", "place"),
        sa.UniqueConstraint("conversation", "client_id"),
        sa.UniqueConstraint("conversation", "reply_to"),
    )
    op.create_table(
        "facts",
        *_row(),
        _text("field", 64),
        _text("quote"),
        _text("value"),
        _text("status", 16),
        _text("speaker", 16),
        _number("turn"),
    )
    op.create_table(
        "edits", *_row(), _text("field", 64), _text("quote"), _number("turn"), _text("words"), _number("place"), _when()
    )
    op.create_table(
        "asked",
        *_row(),
        _text("question", 128),
        _text("field", 64),
        _text("outcome", 16),
        _number("place"),
        sa.UniqueConstraint("conversation", "question"),
    )
    op.create_table(
        "decisions",
        *_row(),
        _text("about", 16),
        _text("outcome", 128),
        _text("rules"),
        _text("why"),
        _number("place"),
        _when(),
    )
    op.create_table(
        "overrules", *_row(), _text("judged", 16), _text("ruled", 32), _text("outcome", 32), _text("reason"), _when()
    )
    op.create_table("unanswered", *_row(), _text("question"), _when())
    op.create_table(
        "contradictions",
        *_row(),
        _text("valid_id", 128),
        _text("valid"),
        _text("other_id", 128),
        _text("other"),
        _when(),
    )
    for table in (
        "messages",
        "facts",
        "edits",
        "asked",
        "decisions",
        "overrules",
        "unanswered",
        "contradictions",
    ):
        op.create_index(f"ix_{table}_conversation", table, ["conversation"])


def downgrade() -> None:
    """There is nothing before the first form."""
    raise NotImplementedError("There is no form of the records before the first.")


def _row() -> "tuple[sa.Column[int], sa.Column[str]]":
    """A row's number and the conversation that it goes with."""
    of = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    return sa.Column("id", sa.Integer, primary_key=True), sa.Column("conversation", sa.String(32), of, nullable=False)


def _text(name: str, length: int | None = None) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False)


def _when(name: str = "at") -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime, nullable=False)
