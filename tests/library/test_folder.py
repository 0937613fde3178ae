"""What editors write about their documents is taken as written, or refused by file and field."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.library.folder import scan
from assistant.model import Clearance, PurchaseStage

COMPANY = "name: Acme\nplumb_line: We do one thing.\ncontact: hi@acme.example\nstarter_questions: [One, Two, Three]\n"
SUFFIXES = (".md", ".csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "company.yaml").write_text(COMPANY, encoding="utf-8")
    return tmp_path


def put(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_front_matter_and_catalogue_describe_documents(folder: Path) -> None:
    put(folder, "a/one.md", "---\nid: A-1\ntitle: One\naudience: public\nstages: all\n---\n# One\nText.\n")
    put(folder, "b.csv", "x,y\n1,2\n")
    put(folder, "catalogue.yaml", "documents:\n  - {path: b.csv, id: B, title: Bee, approved_on: 2026-01-02}\n")
    found = scan(folder, SUFFIXES)
    assert not found.refusals
    one, bee = (source.document for source in found.sources)
    assert (one.document_id, one.path, one.title, one.audience) == ("A-1", "a/one.md", "One", Clearance.PUBLIC)
    assert PurchaseStage.DECIDE in one.stages
    assert PurchaseStage.UNKNOWN not in one.stages
    assert str(bee.approved_on) == "2026-01-02"
    assert found.sources[0].body() == b"# One\nText.\n"


@pytest.mark.parametrize("text", ["plain text", "---\ntitle: T\n---\ntext", "\ufeff---\r\ntitle: T\r\n---\r\ntext"])
def test_no_stated_audience_means_internal(folder: Path, text: str) -> None:
    put(folder, "a.md", text)
    (source,) = scan(folder, SUFFIXES).sources
    assert source.document.audience is Clearance.INTERNAL


@pytest.mark.parametrize(
    ("front", "says"),
    [
        ("audience: everyone", "audience"),
        ("audeince: public", "field 'audeince' is unknown"),
        ("stages: [buying]", "stages"),
        ("approved_on: soon", "approved_on"),
        ("id: '../x'", "id"),
        ("title: [", "YAML"),
        ("source_format: pdf", "source_format"),
        ("- a list", "key: value"),
    ],
)
def test_a_mistake_in_the_metadata_is_named_and_stops_nothing_else(folder: Path, front: str, says: str) -> None:
    put(folder, "bad.md", f"---\n{front}\n---\ntext")
    put(folder, "good.md", "text")
    found = scan(folder, SUFFIXES)
    assert [source.document.path for source in found.sources] == ["good.md"]
    (refusal,) = found.refusals
    assert refusal.path == "bad.md"
    assert says in refusal.reason
    assert refusal.reason.endswith(".")


@pytest.mark.parametrize(
    ("files", "path", "says"),
    [
        ({"a.exe": "x"}, "a.exe", "not read"),
        ({"a.md": "---\nid: X\n---\n", "b.md": "---\nid: X\n---\n"}, "b.md", "its own id"),
        ({"catalogue.yaml": "documents: [{path: gone.csv, title: T}]"}, "gone.csv", "not in the folder"),
        ({"catalogue.yaml": "documents: [{path: a.csv, colour: red}]", "a.csv": "x"}, "a.csv", "'colour' is unknown"),
        ({"catalogue.yaml": "documents: [{path: a.md, id: Y}]", "a.md": "---\nid: X\n---\n"}, "a.md", "Keep one"),
        ({"big.csv": b"x" * (25 * 1024 * 1024 + 1)}, "big.csv", "25 MB"),
    ],
)
def test_files_that_cannot_be_used_are_refused(folder: Path, files: dict[str, str], path: str, says: str) -> None:
    for name, text in files.items():
        put(folder, name, text)
    refusals = {refusal.path: refusal.reason for refusal in scan(folder, SUFFIXES).refusals}
    assert says in refusals[path]


def test_an_entry_that_is_wrong_never_makes_its_document_internal_by_accident(folder: Path) -> None:
    put(folder, "catalogue.yaml", "documents: [{path: a.csv, audience: publik}]")
    put(folder, "a.csv", "x,y\n1,2\n")
    found = scan(folder, SUFFIXES)
    assert not found.sources
    assert [refusal.path for refusal in found.refusals] == ["a.csv"]


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("secret")
    (folder / "link.md").symlink_to(outside)
    (refusal,) = scan(folder, SUFFIXES).refusals
    assert "outside the folder" in refusal.reason


def test_our_own_and_hidden_files_are_no_documents(folder: Path) -> None:
    for name in (".hidden.md", ".git/x.md", "~$open.md", "playbook/plumb.md", "prompts/p.md"):
        put(folder, name, "text")
    assert scan(folder, SUFFIXES).sources == scan(folder, SUFFIXES).refusals == ()


@pytest.mark.parametrize(
    ("company", "says"),
    [("name: A", "plumb_line"), (COMPANY + "motto: x", "motto"), ("{", "YAML")],
)
def test_a_company_card_that_cannot_be_used_says_why(tmp_path: Path, company: str | None, says: str) -> None:
    (tmp_path / "company.yaml").write_text(company)
    with pytest.raises(ContentError, match=says):
        scan(tmp_path, SUFFIXES)


def test_a_folder_without_a_company_card_is_taken_as_it_is(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "text")
    found = scan(tmp_path, SUFFIXES)
    assert len(found.sources) == 1
    assert len(found.company.starter_questions) == 3


def test_the_fingerprint_changes_with_file_and_with_metadata(folder: Path) -> None:
    def fingerprint(text: str) -> str:
        put(folder, "a.md", text)
        return scan(folder, SUFFIXES).sources[0].fingerprint

    first = fingerprint("---\ntitle: T\n---\ntext")
    assert first == fingerprint("---\ntitle: T\n---\ntext")
    assert len({first, fingerprint("---\ntitle: U\n---\ntext"), fingerprint("---\ntitle: T\n---\ntexts")}) == 3


@pytest.mark.parametrize(
    ("front", "says"),
    [
        ("personas: " + "[" * 20_000, "not valid YAML"),
        ("approved_on: 2026-02-30", "day is out of range"),
        ("# x\n" * 20_000, "more than 64 KB of front matter"),
        (
            "a0: &a0 x\n"
            + "".join(f"a{at + 1}: &a{at + 1} [{f'*a{at}, ' * 10}]\n" for at in range(12))
            + "title: *a12",
            "field 'title'",
        ),
    ],
)
def test_metadata_made_to_exhaust_us_is_refused_like_any_mistake(folder: Path, front: str, says: str) -> None:
    put(folder, "a.md", f"---\n{front}\n---\nText.")
    (refusal,) = scan(folder, SUFFIXES).refusals
    assert says in refusal.reason
    assert len(refusal.reason) < 10_000


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("two\nlines.md", "two\\nlines.md"),
        ("\x1b[2J.md", "\\x1b[2J.md"),
        ("\u202edm.exe.md", "\\u202edm.exe.md"),
        ("half\udcff.md", "half\\udcff.md"),
        ("\x1b[2J.exe", "\\x1b[2J.exe"),
    ],
)
def test_a_name_that_could_deceive_is_refused_and_spelled_out(folder: Path, name: str, shown: str) -> None:
    put(folder, name, "Text.")
    (refusal,) = scan(folder, SUFFIXES).refusals
    assert refusal.path == shown
    assert "Rename it" in refusal.reason
    assert refusal.reason.isprintable()
