"""The folder put in again from the desk: one process at a time, followed to its report, and ended with the desk."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from scripted import Open, ScriptedAssistant, ScriptedLibrary, answer, document, passage, press, quote, shown
from streamlit.testing.v1 import AppTest

from assistant.errors import LibraryError
from assistant.library.history import History
from assistant.model import DocumentSummary
from assistant.pages import opened
from assistant.pages.desk import intake
from assistant.pages.desk.intake import Ended, Intake, Progress, command
from assistant.settings import Settings

pytestmark = pytest.mark.slow

LIBRARY = "desk/library.py"
REPORT = {
    "added": ["new.md"],
    "replaced": ["LF-07"],
    "moved": [["old*.md", "prices/old*.md"]],
    "removed": [],
    "unchanged": ["LF-01", "LF-02"],
    "kept": [],
    "refused": [{"path": "*song*.mp3", "reason": "is no document. Remove it.", "document_id": ""}],
    "disagreements": ["plan.docx: “It takes *ten* days.” – faq.md: “It takes three weeks.”"],
    "found": ["new.md", "LF-07"],
    "not_found": [],
    "flags": [{"kind": "hidden", "path": "a.md", "text": "Buy *now*"}],
    "gone": [],
    "passages": 12,
    "embedded": 3,
    "dry_run": False,
    "seconds": 3.21,
    "published": {"internal": "000008-beef"},
}
DRY = {"dry_run": True, "found": [], "refused": [], "disagreements": [], "published": {}}
DOCUMENT = """
from assistant.pages import opened
from assistant.pages.desk.document_view import document_panel
library = opened.assistant("internal").library
document_panel(library, library.documents()[0])
"""
FOUND = answer(quote(passage(document(), "Records are kept."), "Records are kept."))
Make = Callable[[str], Intake]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """An intake whose process is a few lines of Python; it is the desk's own too."""
    made: list[Intake] = []

    def make(script: str) -> Intake:
        prelude = "import json, sys, time\ntell = lambda **line: print(json.dumps(line), file=sys.stderr, flush=True)\n"
        made.append(Intake((sys.executable, "-c", prelude + script), os.environ))
        monkeypatch.setattr(intake, "of_this_desk", lambda: made[-1])
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLUMBLINE_DATA", str(tmp_path))
    return tmp_path


def turn_to(view: str, library: AppTest) -> AppTest:
    """The Library page with another of its views open."""
    library.session_state["view"] = view
    return library.run()


def wait_for(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def ended(one: Intake) -> Ended:
    wait_for(lambda: isinstance(one.state, Ended))
    assert isinstance(one.state, Ended)
    return one.state


def test_a_run_is_followed_step_by_step_to_its_report(run: Make) -> None:
    lines = (
        f"tell(step='reading', done=3, total=12)\ntime.sleep(1)\nprint({json.dumps(json.dumps(REPORT))})\nsys.exit(1)"
    )
    one = run(lines)
    assert one.state is None
    assert one.start()
    wait_for(lambda: isinstance(one.state, Progress) and one.state.step == "reading")
    assert isinstance(one.state, Progress)
    assert (one.state.done, one.state.total, one.state.share) == (3, 12, 0.25)
    outcome = ended(one).outcome
    assert outcome is not None
    assert outcome.replaced == ("LF-07",)
    assert outcome.refused == (("*song*.mp3", "is no document. Remove it."),)
    assert outcome.disagreements == tuple(REPORT["disagreements"])  # type: ignore[arg-type]


def test_there_is_one_run_at_a_time_and_another_after_it(run: Make) -> None:
    one = run("time.sleep(0.5)\nsys.exit(2)")
    assert one.start()
    assert not one.start()
    ended(one)
    assert one.start()


def test_the_time_left_follows_from_the_time_passed() -> None:
    progress = Progress("embedding passages", done=20, total=60, began=100.0)
    assert progress.seconds_left(110.0) == 20
    assert progress.seconds_left(101.0) is None
    assert replace(progress, done=0).seconds_left(110.0) is None
    assert replace(progress, done=60).seconds_left(110.0) is None


@pytest.mark.parametrize("total", [0, -1])
def test_a_step_without_a_size_has_no_share(total: int) -> None:
    assert Progress("reading", 1, total).share == 0


def test_what_stops_a_run_is_said_in_its_own_words(run: Make) -> None:
    one = run("print('a warning\\ningest.py: the folder is empty. Put one in.', file=sys.stderr)\nsys.exit(2)")
    one.start()
    assert ended(one).message == "the folder is empty. Put one in."


@pytest.mark.parametrize("script", ["raise RuntimeError('secret')", "print('no report')", "print('{}')", "sys.exit(2)"])
def test_a_run_that_breaks_gets_a_number_and_the_log_the_rest(
    run: Make, script: str, caplog: pytest.LogCaptureFixture
) -> None:
    one = run(script)
    one.start()
    message = ended(one).message
    assert "secret" not in message
    assert message.rstrip(".").split()[-1] in caplog.text


def test_a_run_that_talks_without_end_neither_blocks_nor_grows(run: Make) -> None:
    one = run("print('x' * 300_000)\nfor _ in range(20_000): print('y' * 50, file=sys.stderr)\nsys.exit(2)")
    one.start()
    assert ended(one).message


def test_with_the_desk_its_run_ends_and_none_begins(run: Make) -> None:
    one = run(
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntell(step='x', done=0, total=1)\ntime.sleep(60)"
    )
    one.start()
    wait_for(lambda: isinstance(one.state, Progress) and one.state.step == "x")
    one.stop()
    ended(one)
    assert not one.start()


def test_a_run_ends_by_itself_when_nobody_reads_its_progress(published: Settings, tmp_path: Path) -> None:
    """A desk that was killed outright cannot stop its run; the run notices at its next line."""
    shutil.copytree(published.data / "vectors", tmp_path / "vectors")
    environment = {**os.environ, "PLUMBLINE_DATA": str(tmp_path)}
    child = subprocess.Popen(
        command(published.knowledge), env=environment, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        assert child.stderr is not None
        child.stderr.close()
        assert child.wait(60) != 0
        assert not list(tmp_path.glob("editions/*/current"))
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)


def test_the_page_shows_a_run_and_stays_usable(page: Open, run: Make) -> None:
    run("tell(step='reading', done=3, total=12)\ntime.sleep(60)").start()
    wait_for(lambda: getattr(intake.of_this_desk().state, "step", "") == "reading")
    library = page(LIBRARY, ScriptedAssistant(FOUND, ScriptedLibrary((DocumentSummary(document(), 4),))))
    # On a busy machine the time left is shown by then.
    assert bar(library).removesuffix(" left").split(", about ")[0] == "Reading: 3 of 12"
    assert library.dataframe
    library = turn_to("put_in", library)
    assert "under way already" in press(library, "Publish the folder").info[0].value


def test_a_press_starts_a_run(page: Open, run: Make) -> None:
    one = run("time.sleep(60)")
    library = turn_to("put_in", page(LIBRARY, ScriptedAssistant(FOUND)))
    assert not library.get("progress")
    library = press(library, "Publish the folder")
    assert isinstance(one.state, Progress)
    assert bar(library) == "Starting …"


def test_the_report_waits_until_the_desk_answers_from_the_new_edition(page: Open, run: Make) -> None:
    one = run(f"print({json.dumps(json.dumps(REPORT))})\nsys.exit(1)")
    one.start()
    ended(one)
    shelf = ScriptedLibrary((DocumentSummary(document(), 4),))
    library = page(LIBRARY, ScriptedAssistant(FOUND, shelf))
    assert bar(library) == "Opening the new edition …"
    shelf.edition = "000008-beef"
    library = library.run()
    assert not library.get("progress")
    text = shown(library)
    for words in ("**Published at", "Unchanged: 2", "Refused: 1", "Proved: 2"):
        assert words in text
    (results,) = [table.value for table in library.dataframe if "Result" in table.value]
    assert results.to_dict("records") == [
        {"Document": "new.md", "Result": "new"},
        {"Document": "LF-07", "Result": "changed"},
        {"Document": "prices/old*.md", "Result": "moved from old*.md"},
    ]
    assert "- \\*song\\*\\.mp3\\: is no document\\. Remove it\\." in text
    assert "Documents disagree: 1" in text
    assert "- a\\.md\\: text that nobody can see\\: “Buy \\*now\\*”" in text
    assert "“It takes \\*ten\\* days\\.” – faq\\.md" in text
    assert "Removed" not in text


def test_a_run_that_changed_nothing_says_so(page: Open, run: Make) -> None:
    same = {**REPORT, "added": [], "replaced": [], "refused": [], "disagreements": [], "published": {}}
    one = run(f"print({json.dumps(json.dumps(same))})")
    one.start()
    ended(one)
    assert "Nothing has changed" in shown(page(LIBRARY, ScriptedAssistant(FOUND)))


def test_why_nothing_could_be_put_in_is_shown_as_text(page: Open, run: Make) -> None:
    one = run("print('ingest.py: *docs*: holds <b>nothing</b>.', file=sys.stderr)\nsys.exit(2)")
    one.start()
    ended(one)
    library = page(LIBRARY, ScriptedAssistant(FOUND))
    assert library.error[0].value == "\\*docs\\*\\: holds \\<b\\>nothing\\<\\/b\\>\\."


def test_an_empty_library_can_be_filled_from_the_page(page: Open, run: Make) -> None:
    run("time.sleep(60)")
    trouble = LibraryError("No internal library has been published yet. Run: python ingest.py")
    library = page(LIBRARY, ScriptedAssistant(FOUND, ScriptedLibrary(trouble=trouble)))
    assert [button.label for button in library.button] == ["See what would change", "Publish the folder"]
    assert bar(press(library, "Publish the folder")) == "Starting …"


def bar(library: object) -> str:
    (shown_bar,) = library.get("progress")  # type: ignore[attr-defined]
    return str(shown_bar.proto.text)


def test_what_publishing_would_do_is_shown_before_anything_is_published(page: Open, run: Make) -> None:
    one = run(f"assert sys.argv[1:] == ['--dry-run'], sys.argv\nprint({json.dumps(json.dumps({**REPORT, **DRY}))})")
    library = turn_to("put_in", page(LIBRARY, ScriptedAssistant(FOUND)))
    press(library, "See what would change")
    ended(one)
    text = shown(library.run())
    assert "This is what publishing would do" in text
    (results,) = [table.value for table in library.dataframe if "Result" in table.value]
    assert list(results["Result"]) == ["is new", "has changed", "has moved from old*.md"]


def test_a_folder_that_lost_most_can_be_published_on_purpose(page: Open, run: Make) -> None:
    one = run(
        "if sys.argv[1:] == ['--prune']: time.sleep(60)\n"
        "print('ingest.py: it has lost 9 of 9. Or run: python ingest.py --prune', file=sys.stderr)\nsys.exit(2)"
    )
    one.start()
    ended(one)
    library = press(turn_to("put_in", page(LIBRARY, ScriptedAssistant(FOUND))), "publish without them")
    assert isinstance(one.state, Progress)
    assert bar(library) == "Starting …"


def test_the_history_leads_back(page: Open, run: Make, own_data: Path) -> None:
    History(own_data).add("publish", "2026-11-25T08:30:00+00:00", {"internal": "000007-beef"}, REPORT)
    History(own_data).add("rollback", "2026-11-26T09:00:00+00:00", {"internal": "000006-beef"}, {"to": 3})
    release = {"number": 1, "at": "2026-11-25T08:30:00+00:00", "editions": {"internal": "000007-cafe"}}
    one = run(f"assert sys.argv[1:] == ['--rollback'], sys.argv\nprint({json.dumps(json.dumps(release))})")
    library = turn_to("history", page(LIBRARY, ScriptedAssistant(FOUND)))
    labels = [box.label for box in library.expander]
    assert labels == ["1 · 2026\\-11\\-25 08\\:30 UTC · new 1 · changed 1 · moved 1 · removed 0 · refused 1"]
    assert "went back to publication 3" in shown(library)
    press(library, "Go back to what was published before")
    ended(one)
    assert "answers again from what was published on 2026" in library.run().success[0].value


def test_a_document_is_shown_as_the_assistant_sees_it_and_withdrawn_by_its_id(
    run: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = run(f"assert sys.argv[1:] == ['--withdraw', 'LF-07'], sys.argv\nprint({json.dumps(json.dumps(REPORT))})")
    library = ScriptedLibrary((DocumentSummary(document(), 1),), held=(passage(document(), "Records are *kept*."),))
    monkeypatch.setattr(opened, "assistant", lambda clearance: ScriptedAssistant(FOUND, library))
    view = AppTest.from_string(DOCUMENT, default_timeout=30).run()
    assert [text.value for text in view.text] == ["Records are *kept*."]
    assert view.button(key="withdraw").disabled
    view = view.text_input[0].set_value("LF-07").run()
    view.button(key="withdraw").click().run()
    assert ended(one).outcome is not None
