"""What is to be forgotten is gone from every byte of the files; before, it can be taken along."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, delete, select
from sqlalchemy.exc import DBAPIError

from assistant.errors import RecordsError
from assistant.model import Actor
from assistant.records import steps
from assistant.records.opening import outside, writing
from assistant.records.tables import CONVERSATIONS, METADATA

_OF_CONVERSATIONS = [table for table in METADATA.sorted_tables if table is not CONVERSATIONS]
# What tells nothing to whom the conversation belongs.
_OURS = ("id", "owner", "conversation", "client_id")


class Erasure:
    """Deletes conversations and lets their owner take them along; every receipt counts rows and repeats no word."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def export(self, actor: Actor, handle: str) -> str:
        """Everything that is kept of one's own conversation, as JSON; raises `RecordsError` where there is none."""
        with self._engine.connect() as connection:
            told: dict[str, Any] = {"conversation": _plain(steps.owned(connection, actor, handle))}
            for table in _OF_CONVERSATIONS:
                rows = connection.execute(select(table).where(table.c.conversation == handle).order_by(table.c.id))
                told[table.name] = [_plain(row) for row in rows]
        return json.dumps(told, ensure_ascii=False, indent=2)

    def erase(self, actor: Actor, handle: str) -> Mapping[str, int]:
        """Forget one's own conversation; returns how many rows of which table, nothing where there was none."""
        return self._forget(CONVERSATIONS.c.owner == actor.owner, CONVERSATIONS.c.id == handle)

    def erase_all(self, actor: Actor) -> Mapping[str, int]:
        """Forget every conversation of somebody."""
        return self._forget(CONVERSATIONS.c.owner == actor.owner)

    def expire(self, now: datetime, days: int) -> Mapping[str, int]:
        """Forget what was last spoken in more than so many days ago."""
        return self._forget(CONVERSATIONS.c.spoken < now - timedelta(days=days))

    def _forget(self, *which: ColumnElement[bool]) -> Mapping[str, int]:
        try:
            with writing(self._engine) as connection:
                receipt = _delete(connection, which)
        except DBAPIError as error:
            raise RecordsError(
                f"Nothing was deleted ({error.orig}). Try again; if it stays so, check the disk."
            ) from error
        if receipt:
            self._overwrite()
        return receipt

    def _overwrite(self) -> None:
        """Bring the deletion into the file itself; until then the log beside it still holds what was deleted."""
        try:
            with outside(self._engine) as connection:
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        except DBAPIError as error:
            raise RecordsError(
                f"It is deleted, but its traces could not be overwritten yet ({error.orig}). Check the disk; "
                "the next deletion overwrites them too."
            ) from error
        if busy:
            raise RecordsError(
                "It is deleted, but its traces are still in use. They are overwritten with the next deletion."
            )

    def backup(self, target: Path) -> None:
        """A whole copy in a new file, taken while the program runs; raises `RecordsError`."""
        if target.exists():
            raise RecordsError(f"{target} is there already. Name a new file.")
        try:
            with outside(self._engine) as connection:
                connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
        except DBAPIError as error:
            raise RecordsError(
                f"{target} could not be written ({error.orig}). Check the folder and its disk."
            ) from error


def _delete(connection: Connection, which: Sequence[ColumnElement[bool]]) -> dict[str, int]:
    doomed = select(CONVERSATIONS.c.id).where(*which)
    receipt = {}
    for table in _OF_CONVERSATIONS:
        those: Column[str] = table.c.conversation
        receipt[table.name] = connection.execute(delete(table).where(those.in_(doomed))).rowcount
    receipt[CONVERSATIONS.name] = connection.execute(delete(CONVERSATIONS).where(*which)).rowcount
    return {name: rows for name, rows in receipt.items() if rows}


def _plain(row: Any) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row._mapping.items()
        if name not in _OURS and value is not None
    }
