"""Records in a real file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kept import Clock
from sqlalchemy import Engine

from assistant.records.opening import open_records
from assistant.records.store import Records


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "records" / "desk.sqlite"


@pytest.fixture
def engine(place: Path) -> Iterator[Engine]:
    engine = open_records(place)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(engine: Engine, clock: Clock) -> Records:
    return Records(engine, clock)
