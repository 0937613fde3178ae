"""The command that measures fidelity must itself be able to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.library.readers import read
from tests.evals.fidelity import Match, main, match, outcomes

HEAD = "file\tformat\tspecial\texpected_snippets\texpected_behaviour"
TABLE = b"Plan;Price\nEssential;89.00\nComplete;119.00\n"


def folder(path: Path, row: str, **files: bytes) -> Path:
    """A folder with one row in its manifest; "a_md" stands for the file a.md."""
    (path / "manifest.tsv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    for name, data in files.items():
        (path / name.replace("_", ".")).write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("row", "data", "trouble"),
    [
        ("a.md\tMD\ta\tcold room\t", b"A cold\nroom.", ""),
        ("a.md\tMD\ta\tcold room | warm\t", b"A cold room.", "snippet missing: 'warm'"),
        ("a.md\tMD\ta\tcold room\t", b"", "refused, though it should be read"),
        ("a.md\tMD\tempty\t\tempty: must be reported", b"\n", ""),
        ("a.md\tMD\tempty\t\tempty: must be reported", b"A cold room.", "read, though it should be refused"),
        ("a.md\tMD\tpassword\t\tmust be reported", b"", "refused for a reason that does not fit"),
    ],
)
def test_a_file_is_judged_by_its_row(tmp_path: Path, row: str, data: bytes, trouble: str) -> None:
    (outcome,) = outcomes(folder(tmp_path, row, a_md=data))
    assert outcome.trouble == trouble
    assert main([str(tmp_path)]) == bool(trouble)


def test_a_format_without_a_reader_may_be_refused_if_it_is_said_what_to_do(tmp_path: Path) -> None:
    (outcome,) = outcomes(folder(tmp_path, "a.doc\tDOC\tlegacy\tcold room\t", a_doc=b"\xd0\xcf\x11\xe0"))
    assert outcome.text is None
    assert outcome.trouble == ""


@pytest.mark.parametrize(
    ("snippet", "how"),
    [
        ("Plan: Essential; Price: 89.00", Match.WHOLE),
        ("Plan – Essential · Price 89.00", Match.LETTERS),
        ("Plan Price Essential 89.00 Complete", Match.WORDS),
        ("Plan Price Essential 79.00", Match.MISSING),
        ("Complete Complete", Match.MISSING),
        ("…", Match.MISSING),
    ],
)
def test_a_snippet_is_found_whole_or_by_its_parts(snippet: str, how: Match) -> None:
    assert match(snippet, read("a.csv", TABLE)) is how


def test_a_folder_without_a_manifest_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "manifest.tsv" in capsys.readouterr().err
