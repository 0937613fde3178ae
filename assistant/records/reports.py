"""What many conversations tell, for the people who own the content: nothing of who said it."""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from assistant.model import SeenContradiction, Unanswered
from assistant.records.tables import CONTRADICTIONS, UNANSWERED


class Reports:
    """Over all conversations of one program."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def unanswered(self, limit: int = 100) -> tuple[Unanswered, ...]:
        """Questions that the documents do not answer, the ones asked most first."""
        times, last = func.count().label("times"), func.max(UNANSWERED.c.at).label("last")
        alike = func.lower(func.trim(UNANSWERED.c.question, " ?!."))
        wording = func.max(UNANSWERED.c.question).label("question")
        asked = select(wording, times, last).group_by(alike).order_by(times.desc(), last.desc()).limit(limit)
        with self._engine.connect() as connection:
            return tuple(Unanswered(row.question, row.times, row.last) for row in connection.execute(asked))

    def contradictions(self, limit: int = 100) -> tuple[SeenContradiction, ...]:
        """Documents that were seen to disagree, the pair seen last first."""
        columns = [CONTRADICTIONS.c[name] for name in ("valid_id", "valid", "other_id", "other")]
        last = func.max(CONTRADICTIONS.c.at).label("last")
        seen = select(*columns, last).group_by(*columns).order_by(last.desc()).limit(limit)
        with self._engine.connect() as connection:
            return tuple(
                SeenContradiction(row.valid_id, row.valid, row.other_id, row.other, row.last)
                for row in connection.execute(seen)
            )
