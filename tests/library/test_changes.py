"""What has not changed is taken over, and an edition that was changed answers like one that was built anew."""

import json
import random
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from editing import FEW, PUBLIC, Desk

from assistant.errors import ContentError
from assistant.library.edition import Edition
from assistant.library.embedder import Embedder
from assistant.library.publisher import Publisher
from assistant.library.readers import READERS, read
from assistant.library.shelf import Shelf
from assistant.library.text import DocumentText
from assistant.model import Clearance

pytestmark = pytest.mark.slow

THINGS = ("kettle", "lamp", "clock", "chair", "table", "radio", "stove", "mirror")


def fill(desk: Desk, names: tuple[str, ...] = THINGS) -> None:
    for number, name in enumerate(names):
        desk.write(f"{name}.md", f"The {name} weighs {number + 2} kg.\n\n## Care\n\nClean the {name} once a week.")


def edition(desk: Desk, audience: Clearance = Clearance.PUBLIC) -> Path:
    shelf = Shelf(desk.settings.data, audience)
    return shelf.path(shelf.current() or "")


class Counting:
    """A reader that counts what it is given."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, name: str, data: bytes) -> DocumentText:
        self.names.append(name)
        return read(name, data)


def test_only_what_has_changed_is_read_and_only_changed_text_is_embedded(desk: Desk, embedder: Embedder) -> None:
    fill(desk)
    reader = Counting()
    publisher = Publisher(desk.settings.data, embedder, reader, tuple(READERS), lambda *_: None, everyday=FEW)
    publisher.publish(desk.settings.knowledge)
    assert sorted(reader.names) == sorted(f"{name}.md" for name in THINGS)
    reader.names.clear()
    desk.write("lamp.md", "The lamp weighs 3 kg.\n\n## Care\n\nDust the lamp once a month.")
    report = publisher.publish(desk.settings.knowledge)
    assert reader.names == ["lamp.md"]
    assert report.embedded == 2  # the passage that changed and its sentence; the other passage stayed
    assert publisher.publish(desk.settings.knowledge).published == {}
    assert reader.names == ["lamp.md"]


@pytest.mark.parametrize("seed", range(3))
def test_an_edition_changed_step_by_step_equals_one_built_anew(desk: Desk, seed: int) -> None:
    choose = random.Random(seed)
    fill(desk, THINGS[:5])
    desk.publish()
    for step in range(4):
        name = choose.choice(THINGS)
        if choose.random() < 0.3 and (desk.settings.knowledge / f"{name}.md").exists():
            desk.remove(f"{name}.md")
        else:
            text = PUBLIC.format(
                id=name, text=f"The {name} lasts {step + 5} years.\n\n## Price\n\nIt costs {step} euros."
            )
            audience = choose.choice(list(Clearance))
            (desk.settings.knowledge / f"{name}.md").write_text(text.replace("public", audience))
        desk.publish()
    changed = {audience: contents(edition(desk, audience)) for audience in Clearance}
    desk.publish(rebuild=True)
    for audience in Clearance:
        assert contents(edition(desk, audience)) == changed[audience]
    assert desk.publisher.check() == ()


def contents(folder: Path) -> dict[str, object]:
    """Everything in an edition that an answer depends on."""
    with closing(Edition(folder)) as opened:
        words = sorted((folder / "words").iterdir())
        return {
            "documents": [repr(one) for one in opened.catalogue.documents()],
            "passages": opened.catalogue.passages(range(opened.catalogue.size)),
            "excerpts": opened.catalogue.excerpts(range(opened.catalogue.size)),
            "words": {path.name: path.read_bytes() for path in words},
            "vectors": [np.load(folder / name).tobytes() for name in ("passages.npy", "sentences.npy")],
            "starts": np.load(folder / "sentence_starts.npy").tolist(),
            "disagreements": json.loads((folder / "disagreements.json").read_text()),
            "needed": opened.manifest.needed,
            "index": (opened.indexed(), opened.strayed()),
        }


def test_a_moved_file_is_recognised(desk: Desk) -> None:
    fill(desk)
    (desk.settings.knowledge / "plain.md").write_text("# Plain\n\nA file without metadata.")
    desk.publish()
    (desk.settings.knowledge / "new").mkdir()
    for name in ("lamp.md", "plain.md"):
        (desk.settings.knowledge / name).rename(desk.settings.knowledge / "new" / name)
    report = desk.publish()
    assert set(report.moved) == {("lamp.md", "new/lamp.md"), ("plain.md", "new/plain.md")}
    assert (report.added, report.replaced, report.removed, report.embedded) == ((), (), (), 0)
    assert desk.library().document("lamp").path == "new/lamp.md"  # type: ignore[union-attr]


@pytest.mark.parametrize("left", [3, 0])
def test_a_folder_that_has_lost_most_of_its_documents_asks_first(desk: Desk, left: int) -> None:
    fill(desk)
    desk.publish()
    for name in THINGS[left:]:
        desk.remove(f"{name}.md")
    with pytest.raises(ContentError, match=r"nothing was changed.* --prune"):
        desk.publish()
    assert len(desk.library().documents()) == len(THINGS)
    report = desk.publish(prune=True)
    assert set(report.removed) == set(report.gone) == set(THINGS[left:])
    assert len(desk.library().documents()) == left


def test_half_of_the_documents_may_go_without_asking(desk: Desk) -> None:
    fill(desk)
    desk.publish()
    for name in THINGS[4:]:
        desk.remove(f"{name}.md")
    assert len(desk.publish().removed) == 4


def test_what_is_new_is_proved_to_be_found_and_what_is_gone_not_to_be(desk: Desk) -> None:
    fill(desk)
    assert set(desk.publish().found) == set(THINGS)
    desk.write("lamp.md", "The lamp glows in the dark.")
    desk.remove("clock.md")
    path = desk.settings.knowledge / "stove.md"
    path.write_text(path.read_text().replace("public", "internal"))
    report = desk.publish()
    assert (report.found, report.not_found) == (("lamp", "stove"), ())
    assert report.gone == ("clock", "stove")  # the stove is gone for customers
    assert report.removed == ("clock",)


def test_a_file_that_changes_while_it_is_read_is_refused_and_stays_as_it_was(desk: Desk, embedder: Embedder) -> None:
    fill(desk)
    desk.publish()
    path = desk.settings.knowledge / "lamp.md"
    desk.write("kettle.md", "The kettle sings.")

    def meddling(name: str, data: bytes) -> DocumentText:
        return read(name, data)

    def step(what: str, done: int, total: int) -> None:
        if what == "reading" and not done:
            path.write_text(path.read_text() + "More.")

    desk.write("lamp.md", "The lamp hums.")
    publisher = Publisher(desk.settings.data, embedder, meddling, tuple(READERS), step, everyday=FEW)
    report = publisher.publish(desk.settings.knowledge)
    assert {*report.replaced, *report.kept} == {"kettle", "lamp"}
