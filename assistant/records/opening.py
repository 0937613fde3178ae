"""A program's records, opened so that what is written stays written, and brought to their present form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from assistant.errors import RecordsError

_SECONDS_TO_WAIT = 10
# FULL: what was committed survives a power failure. secure_delete: what was deleted is overwritten.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={_SECONDS_TO_WAIT * 1000}",
)


def open_records(path: Path) -> Engine:
    """The records in this file, made if there are none; raises `RecordsError` where they cannot be used."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = _engine(path)
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check").scalar_one()
        if found != "ok":
            raise RecordsError(_damaged(path))
        with writing(engine) as connection:
            _bring_up_to_date(connection)
        # What people said is for the account that runs the program, and for nobody else on the machine.
        path.chmod(0o600)
    except OperationalError as error:
        raise RecordsError(f"{path} cannot be opened ({error.orig}). Check the folder and its disk.") from error
    except DatabaseError as error:
        raise RecordsError(_damaged(path)) from error
    except OSError as error:
        raise RecordsError(f"{path.parent} cannot be written to ({error.strerror}). Check the folder.") from error
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A short transaction that may write: it takes its turn before it reads, so that it never fails half way."""
    with engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def outside(engine: Engine) -> Iterator[Connection]:
    """A connection without a transaction, for what SQLite does not do within one."""
    with engine.execution_options(outside=True).connect() as connection:
        yield connection


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _SECONDS_TO_WAIT, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        # We begin transactions ourselves; the driver would begin them too late.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("outside"):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


def _bring_up_to_date(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise RecordsError(
            "The records were written by a newer version of Plumbline. Use that version, or put back a backup."
        ) from error


def _damaged(path: Path) -> str:
    return (
        f"The records in {path} are damaged. Put back a backup in its place; "
        "to begin without them, move the file away and start again."
    )
