"""Back to what was, out for good, verified at any time, made anew: nothing is lost and nothing comes back."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from editing import Desk

from assistant.errors import AssistantError, ContentError, LibraryError
from assistant.library.embedder import Embedder
from assistant.library.history import History
from assistant.library.shelf import Shelf
from assistant.model import Clearance
from assistant.settings import Settings

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def three_as_made(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, published: Settings) -> Desk:
    desk = Desk.new(tmp_path_factory.mktemp("three"), embedder, published)
    desk.write("kettle.md", "The kettle boils in two minutes.")
    desk.write("lamp.md", "The lamp burns for ten hours.")
    desk.write("secret.md", "The xylophonic recipe needs quinces.")
    desk.publish()
    desk.write("kettle.md", "The kettle boils in four minutes.")
    desk.publish()
    return desk


@pytest.fixture
def three(three_as_made: Desk, tmp_path: Path) -> Desk:
    """Three documents, published twice: the second time the kettle was changed."""
    return three_as_made.copied_to(tmp_path)


def texts(desk: Desk, question: str = "How long does the kettle take?") -> str:
    return " ".join(hit.passage.text for hit in desk.library().search(question))


def test_a_rollback_returns_to_the_edition_before_and_a_run_to_the_folder(three: Desk) -> None:
    assert "four minutes" in texts(three)
    three.publisher.rollback()
    assert "two minutes" in texts(three)
    with pytest.raises(LibraryError, match="no earlier edition"):
        three.publisher.rollback()
    assert three.publish().replaced == ("kettle",)
    assert "four minutes" in texts(three)
    assert [entry["what"] for entry in History(three.settings.data).entries()] == [
        "publish", "rollback", "publish", "publish",
    ]  # fmt: skip


def test_rollbacks_lead_back_step_by_step(three: Desk) -> None:
    three.write("kettle.md", "The kettle boils in six minutes.")
    three.publish()
    three.publisher.rollback()
    assert "four minutes" in texts(three)
    three.publisher.rollback()
    assert "two minutes" in texts(three)


def test_withdrawing_leaves_no_word_of_a_document_anywhere(three: Desk) -> None:
    assert three.holds("xylophonic")
    shelf = Shelf(three.settings.data, Clearance.PUBLIC)
    report = three.publisher.withdraw("secret")
    assert (report.removed, report.gone) == (("secret",), ("secret",))
    assert three.holds("xylophonic") == []
    assert three.holds("quinces") == []
    assert len(shelf.names()) == 1
    with pytest.raises(LibraryError, match="no earlier edition"):
        three.publisher.rollback()
    assert "four minutes" in texts(three)
    assert three.publisher.check() == ()


def test_what_was_withdrawn_does_not_come_back_under_any_name_until_it_is_readmitted(three: Desk) -> None:
    folder = three.settings.knowledge
    (folder / "note.md").write_text("The xylophonic margin is forty percent.")
    three.publish()
    three.publisher.withdraw("secret")
    three.publisher.withdraw("note.md")
    (folder / "note.md").rename(folder / "renamed.md")
    (folder / "secret.md").rename(folder / "renamed-too.md")
    report = three.publish()
    assert {refusal.path for refusal in report.refused} == {"renamed.md", "renamed-too.md"}
    assert all("--readmit" in refusal.reason for refusal in report.refused)
    assert three.holds("xylophonic") == []
    three.publisher.readmit("secret")
    assert three.publish().added == ("secret",)


def test_a_withdrawal_that_was_cut_off_is_finished_by_the_next_run(three: Desk) -> None:
    publisher = three.publisher

    def cut_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    publisher._carry_out = cut_off  # type: ignore[method-assign, assignment]
    with pytest.raises(KeyboardInterrupt):
        publisher.withdraw("secret")
    assert three.holds("xylophonic")
    three.publish()
    assert three.holds("xylophonic") == []


@pytest.mark.parametrize("name", ["nothing", "", "../kettle.md"])
def test_only_a_published_document_can_be_withdrawn(three: Desk, name: str) -> None:
    with pytest.raises(ContentError, match="no published document"):
        three.publisher.withdraw(name)
    with pytest.raises(ContentError, match="not withdrawn"):
        three.publisher.readmit(name)


def test_a_switch_that_was_cut_off_is_finished_by_the_next_run(three: Desk) -> None:
    """Killed between two pointers: all three editions are complete by then, so the rest follows."""
    shelves = {audience: Shelf(three.settings.data, audience) for audience in Clearance}
    new = {audience: shelf.current() for audience, shelf in shelves.items()}
    for shelf in shelves.values():
        shelf.point_to(shelf.names()[0])
    journal = ", ".join(f'"{audience}": "{name}"' for audience, name in new.items())
    (three.settings.data / "switching.json").write_text(f"{{{journal}}}")
    assert three.publish().published == {}
    assert {audience: shelf.current() for audience, shelf in shelves.items()} == new


def test_a_check_finds_nothing_wrong_with_what_is_whole(three: Desk) -> None:
    assert three.publisher.check() == ()


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_byte_is_noticed_never_answered_from_and_repaired(three: Desk, seed: int) -> None:
    choose = random.Random(seed)
    shelf = Shelf(three.settings.data, Clearance.PUBLIC)
    folder = shelf.path(shelf.current() or "")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "chroma" not in path.parts)
    path = choose.choice(files)
    data = bytearray(path.read_bytes())
    data[choose.randrange(len(data))] ^= 1 << choose.randrange(8)
    path.write_bytes(data)
    problems = three.publisher.check()
    assert any("Run: python ingest.py" in problem for problem in problems)
    with pytest.raises(LibraryError, match=r"Run: python ingest\.py"):
        texts(three)
    three.publish()
    assert "four minutes" in texts(three)
    assert three.publisher.check() == ()


def test_damage_to_the_index_is_noticed_and_repaired(three: Desk) -> None:
    folder = Shelf(three.settings.data, Clearance.PUBLIC)
    (path,) = folder.path(folder.current() or "").glob("chroma/*.sqlite3")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert three.publisher.check()
    three.publish(rebuild=True)
    assert three.publisher.check() == ()
    assert "four minutes" in texts(three)


@pytest.mark.parametrize("damage", [b"no database", b""])
def test_a_damaged_vector_cache_is_noticed_and_made_anew(three: Desk, damage: bytes) -> None:
    (path,) = (three.settings.data / "vectors").glob("*.sqlite")
    data = path.read_bytes()
    path.write_bytes(damage + data[len(damage) : len(data) // 2])
    assert any("vector cache" in problem for problem in three.publisher.check())
    assert three.publish(rebuild=True).embedded
    assert three.publisher.check() == ()


def test_a_rebuild_keeps_what_its_file_cannot_give_just_now(three: Desk) -> None:
    (three.settings.knowledge / "lamp.md").write_bytes(b"")
    assert three.publish(rebuild=True).kept == ("lamp",)
    assert "ten hours" in texts(three, "lamp")


def test_the_list_of_withdrawn_documents_is_never_silently_lost(three: Desk) -> None:
    three.publisher.withdraw("secret")
    (three.settings.data / "withdrawn.json").write_text("[")
    with pytest.raises(AssistantError, match="damaged"):
        three.publish()


def test_editions_of_a_folder_that_was_copied_elsewhere_stay_usable(three: Desk, tmp_path: Path) -> None:
    shutil.copytree(three.settings.data, tmp_path / "elsewhere")
    shutil.rmtree(three.settings.data)
    (tmp_path / "elsewhere").rename(three.settings.data)
    assert three.publisher.check() == ()


@pytest.mark.parametrize("wanted", [("--kills", "2", "--seed", "3"), ("--cramped", "150000")])
def test_a_run_that_is_killed_or_finds_no_room_leaves_the_old_edition_and_the_next_one_finishes(
    wanted: tuple[str, ...],
) -> None:
    """In a process of its own, which can be forked; hundreds of kills: `python -m tests.library.kills`."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.library.kills", *wanted], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
