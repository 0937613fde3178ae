"""The command that a content editor runs: what it prints, and what its exit code says."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import ingest
from assistant.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture
def editor(tmp_path: Path, published: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good document, and a data folder of its own that knows the model already."""
    shutil.copytree(published.data / "vectors", tmp_path / "data" / "vectors")
    # The model's serving copy is only looked for, so none is made for each test.
    (tmp_path / "data" / "models").symlink_to(published.data / "models")
    monkeypatch.setenv("PLUMBLINE_DATA", str(tmp_path / "data"))
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "kettle.md").write_text("---\naudience: public\n---\n# Kettle\nIt boils in two minutes.\n")
    return folder


def test_larkfell_goes_in_whole(publication: tuple[Settings, dict[str, Any]]) -> None:
    report = publication[1]
    assert report["refused"] == []
    assert len(report["added"]) == 36
    assert report["superseded"] == ["LF-36"]
    assert len(report["disagreements"]) == 1
    assert report["passages"] > 250


def test_a_run_prints_its_report_and_ends_with_0(editor: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest.main([str(editor)]) == 0
    printed = capsys.readouterr().out
    assert "added: 1 (kettle.md)" in printed
    assert "published: public 000001-" in printed
    assert ingest.main([str(editor)]) == 0
    assert "nothing was published" in capsys.readouterr().out


def test_a_refused_file_ends_with_1_and_all_others_are_in(editor: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (editor / "broken.pdf").write_bytes(b"no PDF at all")
    (editor / "song.mp3").write_bytes(b"la la")
    assert ingest.main([str(editor), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["added"] == ["kettle.md"]
    assert {refusal["path"] for refusal in report["refused"]} == {"broken.pdf", "song.mp3"}
    assert all(refusal["reason"].endswith(".") for refusal in report["refused"])


def test_a_dry_run_changes_nothing(editor: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest.main([str(editor), "--dry-run"]) == 0
    assert "Would be added: 1" in capsys.readouterr().out
    assert not (editor.parent / "data" / "editions").exists()


@pytest.mark.parametrize("arguments", [["no-such-folder"], ["."]])
def test_a_folder_that_cannot_be_used_ends_with_2(
    editor: Path, arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = editor.parent / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    assert ingest.main(arguments) == 2
    assert capsys.readouterr().err.startswith("ingest.py: ")


def test_a_data_folder_that_is_a_file_is_an_error_that_names_the_setting(
    editor: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = editor.parent / "file"
    blocked.write_text("")
    monkeypatch.setenv("PLUMBLINE_DATA", str(blocked))
    assert ingest.main([str(editor)]) == 2
    assert "PLUMBLINE_DATA" in capsys.readouterr().err


def test_progress_is_one_json_object_a_line_on_the_error_stream(
    editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ingest.main([str(editor), "--json", "--progress"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["added"] == ["kettle.md"]
    lines = [json.loads(line) for line in printed.err.splitlines()]
    assert all(set(line) == {"step", "done", "total"} for line in lines)
    assert lines[0] == {"step": "reading", "done": 0, "total": 1}
    assert {"step": "building editions", "done": 3, "total": 3} in lines


def test_progress_comes_a_few_times_a_second_with_the_ends_of_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    now = iter(number / 100 for number in range(10_000))
    step = ingest.progress_lines(lambda: next(now))
    for done in range(101):
        step("reading", done, 100)
    step("building", 0, 1)
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [told[0]["done"], told[-2]["done"], told[-1]["step"]] == [0, 100, "building"]
    assert len(told) < 10
