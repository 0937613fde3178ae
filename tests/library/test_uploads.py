"""An upload stands below the knowledge folder, whole, under a name that people can read, or not at all."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.library.uploads import Uploads


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    (tmp_path / "knowledge" / "prices").mkdir(parents=True)
    (tmp_path / "knowledge" / ".git").mkdir()
    return Uploads(tmp_path / "knowledge", (".md", ".pdf"))


def test_a_file_is_stored_and_replaced(uploads: Uploads, tmp_path: Path) -> None:
    assert uploads.folders() == ["", "prices"]
    assert not uploads.exists(uploads.place("prices", "list.md"))
    assert uploads.store("prices", "list.md", b"one") == "prices/list.md"
    assert uploads.exists("prices/list.md")
    uploads.store("prices", "list.md", b"two")
    assert [path.read_bytes() for path in (tmp_path / "knowledge" / "prices").iterdir()] == [b"two"]


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/list.md", "list.md"),
        ("..\\..\\list.md", "list.md"),
        ("/abs/list.md", "list.md"),
        ("C:\\Users\\list.md", "list.md"),
        ("li\nst\x1b[31m.md", "li st [31m.md"),
        ("li\u202etsil.md", "li tsil.md"),
        ("Preisliste für Köln 2026.md", "Preisliste für Köln 2026.md"),
        ("x" * 400 + ".md", "x" * 150 + ".md"),
        ("a:b*c?.md", "a b c.md"),
        (".hidden.md", "hidden.md"),
    ],
)
def test_a_name_leads_nowhere_else(uploads: Uploads, tmp_path: Path, name: str, stored: str) -> None:
    assert uploads.store("", name, b"text") == stored
    files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [f"knowledge/{stored}"]


@pytest.mark.parametrize(
    ("folder", "name", "data"),
    [
        ("", "song.mp3", b"x"),
        ("", ".md", b"x"),
        ("", "..", b"x"),
        ("", "", b"x"),
        ("", "~$list.md", b"x"),
        ("", "list.md", b""),
        ("", "list.md", bytes(26 * 1024 * 1024)),
        ("nowhere", "list.md", b"x"),
        ("..", "list.md", b"x"),
        (".git", "list.md", b"x"),
        ("../knowledge", "list.md", b"x"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(
    uploads: Uploads, tmp_path: Path, folder: str, name: str, data: bytes
) -> None:
    with pytest.raises(ContentError, match=r"\.$"):
        uploads.store(folder, name, data)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_link_is_never_followed(uploads: Uploads, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("mine")
    (tmp_path / "knowledge" / "list.md").symlink_to(outside)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "knowledge" / "linked").symlink_to(tmp_path / "elsewhere")
    for folder, name in (("", "list.md"), ("linked", "list.md")):
        with pytest.raises(ContentError):
            uploads.store(folder, name, b"theirs")
    assert outside.read_text() == "mine"
    assert list((tmp_path / "elsewhere").iterdir()) == []
