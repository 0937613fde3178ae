"""What is forgotten is gone from every byte, only one's own can be forgotten, and a backup is whole."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from kept import ANNA, BEGAN, BERT, Clock, answer
from sqlalchemy import Engine

from assistant.errors import RecordsError
from assistant.model import Actor, Decision, Fact, FactEdit, Judged, NextQuestion, Overrule, QuestionType, Speaker
from assistant.records.erasure import Erasure
from assistant.records.opening import open_records
from assistant.records.store import Records
from assistant.settings import Settings
from assistant.wiring import backup_records

CANARY = "Zanzibarfish"


@pytest.fixture
def erasure(engine: Engine) -> Erasure:
    return Erasure(engine)


def full(records: Records, actor: Actor, word: str) -> str:
    """A conversation with something in every table."""
    handle = records.begin(actor)
    records.hear(actor, handle, "1", Speaker.CUSTOMER, f"We keep {word} at -20 °C.")
    said = records.conversation(actor, handle).turns[0]
    question = NextQuestion("lowest", QuestionType.CONFIRM, "temp_min", f"Is {word} cold?", "It decides.", "r")
    records.reply(actor, handle, 0, answer(f"{word}?", found=False), question)
    records.hear(actor, handle, "2", Speaker.CUSTOMER, f"How long is {word} kept?")
    records.reply(actor, handle, 2, answer(f"{word}?", against=f"{word} is kept for 2 years."))
    records.understand(actor, handle, [Fact("need", word, said, 0, value=word)], [Decision("fit", "fit", why=(word,))])
    records.edit(actor, handle, FactEdit("need", word, 0, f"more {word}", 2))
    records.overrule(actor, handle, Overrule(Judged.FIT, "fit", "not_fit", f"because of {word}"))
    return handle


def traces(place: Path, word: str) -> list[str]:
    return [file.name for file in place.parent.iterdir() if word.encode() in file.read_bytes()]


def test_what_is_erased_is_gone_from_every_byte(records: Records, erasure: Erasure, place: Path, clock: Clock) -> None:
    handles = [full(records, ANNA, CANARY) for _ in range(20)]
    kept = full(records, ANNA, "Herring")
    others = full(records, BERT, "Salmon")
    assert traces(place, CANARY)
    for handle in handles:
        receipt = erasure.erase(ANNA, handle)
        assert receipt == {
            "messages": 4,
            "facts": 1,
            "edits": 1,
            "asked": 1,
            "decisions": 1,
            "overrules": 1,
            "unanswered": 1,
            "contradictions": 1,
            "conversations": 1,
        }
    assert traces(place, CANARY) == []
    assert erasure.erase(ANNA, handles[0]) == {}
    assert len(records.conversation(ANNA, kept).messages) == 4
    assert len(records.conversation(BERT, others).messages) == 4


def test_nobody_erases_or_takes_along_what_is_not_theirs(records: Records, erasure: Erasure) -> None:
    theirs = full(records, BERT, CANARY)
    assert erasure.erase(ANNA, theirs) == {}
    assert erasure.erase_all(ANNA) == {}
    for handle in (theirs, "0" * 32):
        with pytest.raises(RecordsError, match="no such conversation"):
            erasure.export(ANNA, handle)
    assert len(records.conversation(BERT, theirs).messages) == 4


def test_all_of_somebody_can_be_forgotten(records: Records, erasure: Erasure, place: Path) -> None:
    full(records, ANNA, CANARY), full(records, ANNA, CANARY)
    kept = full(records, BERT, "Salmon")
    assert erasure.erase_all(ANNA)["conversations"] == 2
    assert traces(place, CANARY) == []
    assert [one.conversation_id for one in records.conversations(BERT)] == [kept]


def test_what_is_old_is_forgotten_even_after_a_missed_week(records: Records, erasure: Erasure, clock: Clock) -> None:
    old = full(records, ANNA, CANARY)
    clock.at += timedelta(days=20)
    young = full(records, ANNA, "Herring")
    assert erasure.expire(BEGAN + timedelta(days=29), days=30) == {}
    assert erasure.expire(BEGAN + timedelta(days=37), days=30)["conversations"] == 1
    assert [one.conversation_id for one in records.conversations(ANNA)] == [young] != [old]


def test_everything_can_be_taken_along_and_nothing_of_ours(records: Records, erasure: Erasure) -> None:
    handle = full(records, ANNA, CANARY)
    told = json.loads(erasure.export(ANNA, handle))
    assert len(told) == 9
    assert all(told.values())
    assert told["messages"][0]["text"] == f"We keep {CANARY} at -20 °C."
    assert "anna" not in json.dumps(told)
    assert handle not in json.dumps(told)


def test_a_backup_taken_while_others_write_is_whole(
    records: Records, erasure: Erasure, tmp_path: Path, place: Path
) -> None:
    handle = full(records, ANNA, CANARY)
    copy = tmp_path / "backup.sqlite"
    erasure.backup(copy)
    with pytest.raises(RecordsError, match="new file"):
        erasure.backup(copy)
    with pytest.raises(RecordsError, match="Check the folder"):
        erasure.backup(tmp_path / "nowhere" / "backup.sqlite")
    before = records.conversation(ANNA, handle)
    erasure.erase(ANNA, handle)
    assert Records(open_records(copy)).conversation(ANNA, handle) == before


def test_both_programs_records_are_copied_by_one_command(records: Records, place: Path, tmp_path: Path) -> None:
    handle = full(records, ANNA, CANARY)
    settings = Settings(data=place.parents[1])
    (copy,) = backup_records(settings, tmp_path / "new" / "folder")
    assert len(Records(open_records(copy)).conversation(ANNA, handle).messages) == 4
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(RecordsError, match="Name another one"):
        backup_records(settings, tmp_path / "file")
