"""Records of conversations: what was kept is there after a restart, for its owner alone, masked, and once."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from kept import ANNA, BEGAN, BERT, Clock, answer
from sqlalchemy import Engine, text

from assistant.errors import RecordsError
from assistant.model import (
    Actor,
    Alike,
    AskedQuestion,
    Conversation,
    Decision,
    Fact,
    FactEdit,
    FactStatus,
    FitVerdict,
    Judged,
    NextQuestion,
    Overrule,
    PurchaseStage,
    QuestionOutcome,
    QuestionType,
    Speaker,
    Turn,
)
from assistant.records.opening import open_records
from assistant.records.reports import Reports
from assistant.records.store import Records
from assistant.records.tables import METADATA

CUSTOMER = Speaker.CUSTOMER
SAID = Turn(CUSTOMER, "We have 40 fridges.")
QUESTION = NextQuestion("lowest", QuestionType.CONSTRAINT, "temp_min", "How cold?", "It decides.", "matters-most")
client_ids = map(str, count())


def begun(records: Records, words: str = SAID.text, actor: Actor = ANNA) -> str:
    handle = records.begin(actor)
    records.hear(actor, handle, next(client_ids), CUSTOMER, words)
    return handle


def test_a_conversation_is_the_same_after_a_restart(records: Records, engine: Engine, place: Path) -> None:
    handle = begun(records)
    reply = records.reply(ANNA, handle, 0, answer(), QUESTION)
    fact = Fact("points", "40 fridges", SAID, 0, FactStatus.STATED, 40)
    stage = Decision("stage", "explore", ("explore-3",), ("options",), 0)
    records.understand(ANNA, handle, [fact], [stage])
    records.weigh(ANNA, handle, 0, 1.5, Alike(PurchaseStage.EXPLORE, 2.0))
    records.edit(ANNA, handle, FactEdit("points", "40 fridges", 0, "60", 2))
    records.overrule(ANNA, handle, Overrule(Judged.FIT, "unknown", "not_fit", "They move the goods."))
    before = records.conversation(ANNA, handle)
    engine.dispose()
    after = Records(open_records(place)).conversation(ANNA, handle)
    assert after == before
    assert after.title == SAID.text
    assert after.turns == (SAID, Turn(Speaker.ASSISTANT, "Records are kept for 10 years."))
    assert (after.messages[0].matter, after.messages[0].alike.stage) == (1.5, PurchaseStage.EXPLORE)
    assert after.reply_to(0) == reply
    assert reply.answer == answer()
    assert reply.question == QUESTION
    assert after.edits == (FactEdit("points", "40 fridges", 0, "60", 2),)
    assert after.asked == (AskedQuestion("lowest", "temp_min", place=1),)
    assert [(one.outcome, one.reason) for one in after.overrules] == [("not_fit", "They move the goods.")]
    assert records.decisions(ANNA, handle) == (stage,)


def test_the_list_tells_what_was_decided_last(records: Records, clock: Clock) -> None:
    first = begun(records)
    clock.at += timedelta(hours=1)
    second = begun(records, "Hello there")
    clock.at += timedelta(hours=1)
    for stage in ("explore", "decide"):
        records.understand(ANNA, first, [], [Decision("stage", stage), Decision("fit", "not_fit")])
    records.hear(ANNA, first, "again", CUSTOMER, "And now?")
    one, other = records.conversations(ANNA)
    assert (one.conversation_id, one.stage, one.fit) == (first, PurchaseStage.DECIDE, FitVerdict.NOT_FIT)
    assert (one.messages, one.begun, one.spoken) == (2, BEGAN, BEGAN + timedelta(hours=2))
    assert (other.conversation_id, other.title, other.stage) == (second, "Hello there", PurchaseStage.UNKNOWN)
    assert records.conversations(BERT) == ()
    assert len(records.conversations(ANNA, limit=1)) == 1


def test_what_is_said_twice_under_one_id_is_kept_once(records: Records) -> None:
    handle = records.begin(ANNA)
    first = records.hear(ANNA, handle, "tab-1", CUSTOMER, "Hello")
    assert records.hear(ANNA, handle, "tab-1", CUSTOMER, "Hello") == first
    reply = records.reply(ANNA, handle, 0, answer())
    assert records.reply(ANNA, handle, 0, answer(found=False)) == reply
    assert len(records.conversation(ANNA, handle).messages) == 2


def test_a_decision_is_written_down_where_it_differs(records: Records) -> None:
    handle = begun(records)
    for outcome, why in (("explore", "a"), ("explore", "a"), ("explore", "b"), ("decide", "b"), ("explore", "b")):
        records.understand(ANNA, handle, [], [Decision("stage", outcome, (), (why,))])
    kept = [(one.outcome, *one.why) for one in records.decisions(ANNA, handle)]
    assert kept == [("explore", "a"), ("explore", "b"), ("decide", "b"), ("explore", "b")]


def test_a_question_is_asked_once_and_what_became_of_it_is_kept(records: Records) -> None:
    handle = begun(records)
    for place in (1, 3):
        records.ask(ANNA, handle, QUESTION, place)
    records.settle(ANNA, handle, AskedQuestion("lowest", "temp_min", QuestionOutcome.DECLINED))
    kept = records.conversation(ANNA, handle).asked
    assert kept == (AskedQuestion("lowest", "temp_min", QuestionOutcome.DECLINED, 1),)


FOREIGN = {
    "read": lambda records, actor, handle: records.conversation(actor, handle),
    "decisions": lambda records, actor, handle: records.decisions(actor, handle),
    "continue": lambda records, actor, handle: records.hear(actor, handle, "x", CUSTOMER, "Mine now"),
    "answer": lambda records, actor, handle: records.reply(actor, handle, 0, answer()),
    "weigh": lambda records, actor, handle: records.weigh(actor, handle, 0, 1.0, Alike()),
    "understand": lambda records, actor, handle: records.understand(actor, handle, [], []),
    "edit": lambda records, actor, handle: records.edit(actor, handle, FactEdit("a", "b", 0, "", 1)),
    "ask": lambda records, actor, handle: records.ask(actor, handle, QUESTION, 1),
    "settle": lambda records, actor, handle: records.settle(actor, handle, AskedQuestion("lowest", "temp_min")),
    "rename": lambda records, actor, handle: records.rename(actor, handle, "Mine"),
    "overrule": lambda records, actor, handle: records.overrule(
        actor, handle, Overrule(Judged.STAGE, "use", "decide", "because")
    ),
}


@pytest.mark.parametrize("way", FOREIGN)
def test_what_belongs_to_somebody_else_is_not_there(records: Records, way: str) -> None:
    theirs = begun(records, actor=BERT)
    before = records.conversation(BERT, theirs)
    said = set()
    for handle in (theirs, "0" * 32, "", "' OR 1=1 --"):
        for actor in (ANNA, Actor(""), Actor("%"), Actor("bert ")):
            with pytest.raises(RecordsError) as refused:
                FOREIGN[way](records, actor, handle)
            said.add(str(refused.value))
    assert len(said) == 1, "whoever asks must not learn whether it exists"
    assert records.conversation(BERT, theirs) == before
    assert records.conversations(ANNA) == ()


PERSONAL = "Write to anna.berg@example.org or call +49 30 1234567, card 4111 1111 1111 1111, sk-abcdefghijklmnop1234."
TELLING = ("anna.berg", "1234567", "4111 1111", "abcdefghijklmnop")


def test_what_is_personal_never_reaches_the_disk(records: Records, engine: Engine, place: Path) -> None:
    handle = begun(records, PERSONAL)
    records.reply(ANNA, handle, 0, replace(answer(PERSONAL, found=False), understood_as=PERSONAL))
    records.edit(ANNA, handle, FactEdit("need", PERSONAL, 0, PERSONAL, 1))
    records.overrule(ANNA, handle, Overrule(Judged.FIT, "fit", "not_fit", PERSONAL))
    said = records.conversation(ANNA, handle).turns[0]
    records.understand(ANNA, handle, [Fact("need", said.text, said, 0)], [Decision("fit", "fit", why=(PERSONAL,))])
    records.rename(ANNA, handle, PERSONAL)
    assert "[card ending 1111]" in said.text
    for words in TELLING:
        assert words not in str(records.conversation(ANNA, handle))
        for file in place.parent.iterdir():
            assert words.encode() not in file.read_bytes(), f"{words} stands in {file.name}"


def test_a_long_title_is_cut_and_a_long_message_refused(records: Records) -> None:
    handle = begun(records, "word " * 200)
    assert len(records.conversation(ANNA, handle).title) == 120
    with pytest.raises(RecordsError, match="in parts"):
        records.hear(ANNA, handle, "long", CUSTOMER, "x" * 4_001)


def test_what_the_content_team_should_know(records: Records, engine: Engine, clock: Clock) -> None:
    for asked in ("Do you do ovens?", "do you do ovens", "Is it blue?"):
        clock.at += timedelta(minutes=1)
        handle = begun(records, asked)
        records.reply(ANNA, handle, 0, answer(asked, found=False))
    handle = begun(records)
    records.reply(ANNA, handle, 0, answer(against="Records are kept for 2 years."))
    reports = Reports(engine)
    told = [(one.times, one.question.lower().rstrip("?")) for one in reports.unanswered()]
    assert told == [(2, "do you do ovens"), (1, "is it blue")]
    (seen,) = reports.contradictions()
    assert (seen.valid_id, seen.other_id) == ("LF-07", "LF-09")
    assert seen.other == "Records are kept for 2 years."


def test_many_at_once_keep_every_word(records: Records) -> None:
    handles = [records.begin(ANNA) for _ in range(4)]

    def talk(worker: int) -> None:
        for number in range(15):
            records.hear(ANNA, handles[(worker + number) % 4], f"{worker}-{number}", CUSTOMER, f"{worker} {number}")

    threads = [threading.Thread(target=talk, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept: list[Conversation] = [records.conversation(ANNA, handle) for handle in handles]
    assert sum(len(one.messages) for one in kept) == 120
    assert all([message.place for message in one.messages] == list(range(len(one.messages))) for one in kept)


def test_the_migrations_make_the_tables_that_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_how_the_file_is_written(engine: Engine, place: Path) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "busy_timeout": 10_000}
    with engine.connect() as connection:
        for name, value in wanted.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value, name
    assert place.stat().st_mode & 0o077 == 0


def test_damaged_records_are_refused_and_left_as_they_are(engine: Engine, records: Records, place: Path) -> None:
    for _ in range(30):
        begun(records, "We have 40 fridges. " * 100)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    engine.dispose()
    for rubbish in (b"\xff" * 40_000, place.read_bytes()[:5_000] + b"\x00\xff" * 20_000):
        place.write_bytes(rubbish)
        with pytest.raises(RecordsError, match="backup"):
            open_records(place)
        assert place.read_bytes() == rubbish


def test_records_of_a_newer_version_are_refused(engine: Engine, place: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(RecordsError, match="newer version"):
        open_records(place)


def test_a_place_that_is_no_folder_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("a file")
    with pytest.raises(RecordsError, match="Check the folder"):
        open_records(tmp_path / "records" / "desk.sqlite")


@pytest.mark.skipif(os.geteuid() == 0, reason="who may do everything is refused nothing")
def test_what_cannot_be_saved_is_said_so(engine: Engine, records: Records, place: Path) -> None:
    place.chmod(0o400)
    with pytest.raises(RecordsError, match="check the disk"):
        begun(records)


def test_an_answer_that_does_not_quote_its_passage_is_not_shown(records: Records, engine: Engine) -> None:
    handle = begun(records)
    records.reply(ANNA, handle, 0, answer())
    with engine.begin() as connection:
        changed = 'UPDATE messages SET answer = replace(answer, \'"quote":"Records are\', \'"quote":"Nothing is\')'
        connection.execute(text(changed))
    with pytest.raises(RecordsError, match="damaged"):
        records.conversation(ANNA, handle)
