"""Conversations over Larkfell's published library, with records of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.conversation import Conversations
from assistant.records.erasure import Erasure
from assistant.records.opening import open_records
from assistant.records.store import Records
from assistant.settings import Settings
from assistant.wiring import Assistant, open_assistant


@pytest.fixture(scope="module")
def customer(published: Settings) -> Assistant:
    return open_assistant("public", published)


@pytest.fixture(scope="module")
def rep(published: Settings) -> Assistant:
    return open_assistant("internal", published)


@pytest.fixture
def chat(customer: Assistant, tmp_path: Path) -> Conversations:
    engine = open_records(tmp_path / "chat.sqlite")
    return Conversations(customer, Records(engine), Erasure(engine), asks=True)


@pytest.fixture
def desk(rep: Assistant, tmp_path: Path) -> Conversations:
    engine = open_records(tmp_path / "desk.sqlite")
    return Conversations(rep, Records(engine), Erasure(engine), asks=False)
