"""What is in the folder is what is answered from: added, replaced, removed, refused, never mixed, never lost."""

import dataclasses
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from editing import FEW, PUBLIC, Desk
from filelock import FileLock

from assistant.errors import BusyError, ContentError, LibraryError
from assistant.library.beyond import answered_questions, beyond_questions
from assistant.library.embedder import Embedder
from assistant.library.history import KEPT
from assistant.library.publisher import Publisher
from assistant.library.readers import READERS, read
from assistant.library.shelf import Shelf
from assistant.library.text import Block, BlockKind, place
from assistant.model import Clearance, Document

pytestmark = pytest.mark.slow


def test_documents_are_added_replaced_and_removed(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    desk.write("b.md", "The lamp burns for ten hours.")
    first = desk.publish()
    assert (first.added, first.replaced, first.removed) == (("a", "b"), (), ())
    desk.write("a.md", "The kettle boils in four minutes.")
    (desk.settings.knowledge / "b.md").unlink()
    second = desk.publish()
    assert (second.added, second.replaced, second.removed, second.unchanged) == ((), ("a",), ("b",), ())
    texts = [hit.passage.text for hit in desk.library().search("How long does the kettle take?")]
    assert texts == ["The kettle boils in four minutes."]


def test_the_report_tells_where_documents_disagree_but_nothing_restricted(desk: Desk) -> None:
    desk.write("a.md", "Delivery takes ten days.")
    desk.write("b.md", "Delivery takes three weeks.")
    secret = PUBLIC.replace("public", "restricted").format(id="c", text="Delivery takes two months.")
    (desk.settings.knowledge / "c.md").write_text(secret)
    (pair,) = desk.publish().disagreements
    assert "ten days" in pair
    assert "three weeks" in pair


def test_nothing_changed_means_nothing_embedded_and_nothing_published(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    before = desk.publish()
    again = desk.publish()
    assert set(before.published) == {"public", "internal", "restricted"}
    assert (again.published, again.embedded, again.unchanged) == ({}, 0, ("a",))


def test_a_dry_run_says_what_would_happen_and_changes_nothing(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    report = desk.publish(dry_run=True)
    assert report.added == ("a",)
    assert report.embedded == 2
    assert report.published == {}
    with pytest.raises(LibraryError, match=r"ingest\.py"):
        desk.library().documents()


def test_one_broken_file_never_stops_the_others_and_its_old_version_stays(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    desk.write("b.md", "The lamp burns for ten hours.")
    desk.publish()
    (desk.settings.knowledge / "b.md").write_bytes(b"")
    desk.write("c.md", "The clock strikes every hour.")
    report = desk.publish()
    assert report.added == ("c",)
    assert report.kept == ("b",)
    assert report.removed == ()
    assert [refusal.path for refusal in report.refused] == ["b.md"]
    assert "b" in desk.found("How long does the lamp burn?")


LISTED = "documents: [{path: b.txt, id: b, title: Lamp, audience: public}]"


@pytest.mark.parametrize("stated", ["audience: internal", "audience: restricted", "audience: public, superseded_by: a"])
def test_a_broken_file_is_taken_from_those_who_are_not_to_see_it_any_more(desk: Desk, stated: str) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    file, catalogue = desk.settings.knowledge / "b.txt", desk.settings.knowledge / "catalogue.yaml"
    file.write_text("The lamp burns for ten hours.")
    catalogue.write_text(LISTED)
    desk.publish()
    file.write_bytes(b"")
    assert desk.publish().kept == ("b",)
    assert "b" in desk.found("How long does the lamp burn?")
    catalogue.write_text(LISTED.replace("audience: public", stated))
    desk.publish()
    assert "b" not in desk.found("How long does the lamp burn?")
    assert desk.publisher.check() == ()


def test_a_file_that_was_deleted_is_gone_even_if_the_catalogue_still_lists_it(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    desk.write("c.md", "The clock strikes every hour.")
    (desk.settings.knowledge / "b.txt").write_text("The lamp burns for ten hours.")
    (desk.settings.knowledge / "catalogue.yaml").write_text(LISTED)
    desk.publish()
    desk.remove("b.txt")
    report = desk.publish()
    assert (report.removed, report.kept, report.gone) == (("b",), (), ("b",))
    assert [refusal.path for refusal in report.refused] == ["b.txt"]
    assert "b" not in desk.found("How long does the lamp burn?", Clearance.RESTRICTED)


@pytest.mark.parametrize("audience", [Clearance.INTERNAL, Clearance.RESTRICTED])
def test_what_is_not_public_is_in_no_file_of_the_public_edition(desk: Desk, audience: Clearance) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    secret = PUBLIC.format(id="s", text="The xylophonic margin is forty percent.").replace("public", audience)
    (desk.settings.knowledge / "s.md").write_text(secret)
    desk.publish()
    for path in (desk.settings.data / "editions" / "public").rglob("*"):
        assert not path.is_file() or b"xylophonic" not in path.read_bytes()
    assert desk.found("What is the xylophonic margin?") == ["a"]
    assert "s" in desk.found("What is the xylophonic margin?", audience)
    internal = desk.found("What is the xylophonic margin?", Clearance.INTERNAL)
    assert ("s" in internal) is (audience is Clearance.INTERNAL)


def test_making_a_document_internal_takes_it_from_customers_without_embedding_anything(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    desk.write("b.md", "The lamp burns for ten hours.")
    desk.publish()
    path = desk.settings.knowledge / "b.md"
    path.write_text(path.read_text().replace("public", "internal"))
    report = desk.publish()
    assert report.replaced == ("b",)
    assert report.embedded == 0
    assert desk.found("lamp") == ["a"]
    assert "b" in desk.found("lamp", Clearance.INTERNAL)


def test_a_superseded_document_is_for_the_staff_only(desk: Desk) -> None:
    desk.write("old.md", "The kettle costs ten euros.")
    desk.write("new.md", "The kettle costs twelve euros.")
    path = desk.settings.knowledge / "old.md"
    path.write_text(path.read_text().replace("---\n#", "superseded_by: new\n---\n#"))
    report = desk.publish()
    assert report.superseded == ("old",)
    assert desk.found("What does the kettle cost?") == ["new"]
    assert set(desk.found("What does the kettle cost?", Clearance.INTERNAL)) == {"old", "new"}


def test_a_run_that_was_cut_off_leaves_the_old_edition_and_the_next_one_finishes(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    desk.publish()
    shelf = Shelf(desk.settings.data, Clearance.PUBLIC)
    broken = shelf.room("000002-000000000000")
    broken.mkdir()
    (broken / "half").write_text("half an edition")
    assert desk.found("kettle") == ["a"]
    desk.write("b.md", "The lamp burns for ten hours.")
    desk.publish()
    assert not broken.exists()
    assert set(desk.found("lamp")) == {"a", "b"}


def test_two_runs_at_once_never_write_together(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    with FileLock(desk.settings.data / "publish.lock"), pytest.raises(BusyError, match="Wait"):
        desk.publish()


def test_only_the_last_editions_are_kept_and_names_are_never_used_again(desk: Desk) -> None:
    seen = []
    for number in range(KEPT + 2):
        desk.write("a.md", f"The kettle boils in {number} minutes.")
        seen.append(desk.publish().published["public"])
    shelf = Shelf(desk.settings.data, Clearance.PUBLIC)
    assert len(set(seen)) == KEPT + 2
    assert shelf.names() == seen[-KEPT:]
    assert shelf.current() == seen[-1]


def test_a_folder_without_a_usable_document_changes_nothing(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    desk.publish()
    (desk.settings.knowledge / "a.md").unlink()
    with pytest.raises(ContentError, match="nothing was changed"):
        desk.publish()
    assert desk.found("kettle") == ["a"]


def test_an_edition_of_another_model_is_rebuilt_not_mixed(desk: Desk, embedder: Embedder) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    desk.publish()

    class Renamed:
        """The same model under another fingerprint."""

        fingerprint = "other"
        embed = staticmethod(embedder.embed)
        count_tokens = staticmethod(embedder.count_tokens)

    publisher = Publisher(desk.settings.data, Renamed(), read, tuple(READERS), lambda *_: None, everyday=FEW)
    report = publisher.publish(desk.settings.knowledge)
    assert set(report.published) == {"public", "internal", "restricted"}
    assert report.embedded == 2 + len(FEW) + len(beyond_questions()) + len(answered_questions())


def test_a_damaged_edition_is_built_again(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    desk.publish()
    shelf = Shelf(desk.settings.data, Clearance.PUBLIC)
    name = shelf.current()
    assert name is not None
    (shelf.path(name) / "edition.json").write_text("{")
    with pytest.raises(LibraryError, match="damaged"):
        desk.library().documents()
    assert "public" in desk.publish().published
    assert desk.found("kettle") == ["a"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_an_error_and_no_loss(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    desk.settings.data.chmod(0o500)
    with pytest.raises(OSError):
        desk.publish()
    desk.settings.data.chmod(0o700)


def test_the_library_of_a_folder_with_nothing_public_is_empty_and_answers(desk: Desk) -> None:
    (desk.settings.knowledge / "a.md").write_text("The kettle boils in two minutes.")
    desk.publish()
    assert desk.found("kettle") == []
    assert desk.found("kettle", Clearance.INTERNAL) == ["a.md"]


def test_the_progress_of_a_run_can_be_followed(desk: Desk, embedder: Embedder) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    heard: list[tuple[str, int, int]] = []
    hear: Callable[[str, int, int], None] = lambda what, done, total: heard.append((what, done, total))  # noqa: E731
    Publisher(desk.settings.data, embedder, read, tuple(READERS), hear, everyday=FEW).publish(desk.settings.knowledge)
    assert {what.split()[0] for what, _, _ in heard} == {"reading", "embedding", "building"}
    assert all(0 <= done <= total for _, done, total in heard)


def test_the_report_can_be_written_as_plain_values(desk: Desk) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    assert dataclasses.asdict(desk.publish())["added"] == ("a",)


NOTED = [
    Block(BlockKind.HEADING, "Slide", level=2),
    Block(BlockKind.PARAGRAPH, "The kettle boils in two minutes."),
    Block(BlockKind.PARAGRAPH, "The xylophonic margin is forty percent.", aside=True),
    Block(BlockKind.PARAGRAPH, "It is made of steel."),
]


@pytest.mark.parametrize(("stated", "shown"), [("", False), ("notes_audience: public\n", True)])
def test_what_a_document_holds_aside_is_for_the_staff_unless_stated_otherwise(
    desk: Desk, embedder: Embedder, stated: str, shown: bool
) -> None:
    (desk.settings.knowledge / "a.md").write_text(f"---\nid: a\naudience: public\n{stated}---\ntext")
    publisher = Publisher(
        desk.settings.data, embedder, lambda *_: place(NOTED), (".md",), lambda *_: None, everyday=FEW
    )
    publisher.publish(desk.settings.knowledge)
    files = [path for path in (desk.settings.data / "editions" / "public").rglob("*") if path.is_file()]
    assert any(b"xylophonic" in path.read_bytes() for path in files) is shown
    assert any("xylophonic" in hit.passage.text for hit in desk.library().search("xylophonic")) is shown
    internal = {hit.passage.text: hit.passage for hit in desk.library(Clearance.INTERNAL).search("xylophonic")}
    note = internal["The xylophonic margin is forty percent."]
    assert note.audience is (Clearance.PUBLIC if shown else Clearance.INTERNAL)
    assert internal["It is made of steel."].audience is Clearance.PUBLIC
    again = publisher.publish(desk.settings.knowledge)
    assert (again.published, again.unchanged) == ({}, ("a",))


def compiled(root: Path, documents: Mapping[str, Document]) -> dict[Clearance, str]:
    """A playbook of one line, told with the documents that it may rest on; "broken" cannot be compiled."""
    said = (root / "playbook.txt").read_text()
    if said == "broken":
        raise ContentError("playbook/fit.yaml", "field 'limits' is missing. Add it.")
    return {audience: f"{said} for {audience}: {', '.join(documents)}" for audience in Clearance}


def test_each_edition_holds_what_its_audience_may_see_of_the_playbook(desk: Desk, embedder: Embedder) -> None:
    desk.write("a.md", "The kettle boils in two minutes.")
    said = desk.settings.knowledge.parent / "playbook.txt"
    publisher = Publisher(
        desk.settings.data,
        embedder,
        read,
        tuple(READERS),
        lambda *_: None,
        everyday=FEW,
        playbooks=lambda root, documents: compiled(root.parent, documents),
    )
    said.write_text("First")
    publisher.publish(desk.settings.knowledge)
    assert desk.library().playbook == "First for public: a"
    assert desk.library(Clearance.INTERNAL).playbook == "First for internal: a"
    assert publisher.publish(desk.settings.knowledge).published == {}

    said.write_text("Second")
    assert publisher.publish(desk.settings.knowledge).embedded == 0
    assert desk.library().playbook == "Second for public: a"

    said.write_text("broken")
    desk.write("b.md", "The toaster is slow.")
    report = publisher.publish(desk.settings.knowledge)
    assert (report.added, [refusal.path for refusal in report.refused]) == (("b",), ["playbook/fit.yaml"])
    assert desk.library().playbook == "Second for public: a"

    publisher.withdraw("b")
    assert desk.library().playbook == "Second for public: a"
    said.write_text("Third")
    publisher.publish(desk.settings.knowledge)
    shelf = Shelf(desk.settings.data, Clearance.PUBLIC)
    file = shelf.path(shelf.current() or "") / "playbook.json"
    file.write_bytes(file.read_bytes().replace(b"Third", b"Thirt"))
    assert any("playbook.json" in problem for problem in publisher.check())
