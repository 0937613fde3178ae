"""What the tests share: the real model, and Larkfell's library published once for the whole run."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if "PYTEST_XDIST_WORKER" in os.environ:
    # Workers side by side with a thread per core each would take the cores from one another.
    os.environ.setdefault("OMP_NUM_THREADS", "1")

from assistant.library.embedder import Embedder
from assistant.settings import Settings
from assistant.wiring import open_embedder

ROOT = Path(__file__).parents[1]

Run = tuple[Settings, Path]


def needs_library(item: pytest.Item) -> bool:
    return "publication" in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs Larkfell's library comes last: until then it is published beside the other tests."""
    items.sort(key=needs_library)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The bundled model, loaded once."""
    return open_embedder(Settings())


@pytest.fixture(scope="session", autouse=True)
def publishing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Larkfell's knowledge folder being put in as an editor does it, once for all workers of this run.

    The first worker that will need it begins before its first test and ends only when the report is there.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    settings = Settings(data=shared / "larkfell", knowledge=ROOT / "knowledge")
    report = shared / "larkfell-report.json"
    if not any(map(needs_library, request.session.items)) or not made(settings.data):
        yield settings, report
        return
    # Half of the work is vectors that an earlier run has made already; a clean clone makes them.
    kept = request.config.cache.mkdir("vectors")
    shutil.copytree(kept, settings.data / "vectors")
    writer = threading.Thread(target=publish_larkfell, args=(settings, report))
    writer.start()
    yield settings, report
    writer.join()
    if json.loads(report.read_text())[0] == 0:
        shutil.copytree(settings.data / "vectors", kept, dirs_exist_ok=True)


def made(folder: Path) -> bool:
    """Whether this worker, and no other one, made the folder."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    return True


def publish_larkfell(settings: Settings, report: Path) -> None:
    """Run `ingest.py --json` and leave its exit code and both outputs at `report`, whole or not at all."""
    kept = [name for name in os.environ if not name.startswith("PLUMBLINE_") and name != "OMP_NUM_THREADS"]
    environment = {name: os.environ[name] for name in kept}
    environment |= {"PLUMBLINE_DATA": str(settings.data), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "ingest.py", str(settings.knowledge), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    beside = report.with_suffix(".part")
    beside.write_text(json.dumps([done.returncode, done.stdout, done.stderr]))
    beside.replace(report)


@pytest.fixture(scope="session")
def publication(publishing: Run) -> tuple[Settings, dict[str, Any]]:
    """Larkfell's knowledge folder published as shipped, with the report of the run."""
    settings, written = publishing
    deadline = time.monotonic() + 300
    while not written.exists():
        assert time.monotonic() < deadline, "Larkfell's library was not published within five minutes"
        time.sleep(0.1)
    code, report, said = json.loads(written.read_text())
    assert code == 0, report + said
    return settings, json.loads(report)


@pytest.fixture(scope="session")
def published(publication: tuple[Settings, dict[str, Any]]) -> Settings:
    """Settings whose data folder holds Larkfell's published library."""
    return publication[0]


@pytest.fixture(scope="session")
def published_environment(published: Settings) -> dict[str, str]:
    """The environment that leads a program to Larkfell's published library."""
    return {"PLUMBLINE_DATA": str(published.data), "PLUMBLINE_KNOWLEDGE": str(published.knowledge)}


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own PLUMBLINE_… variables must not change what the tests see."""
    for name in [name for name in os.environ if name.startswith("PLUMBLINE_")]:
        monkeypatch.delenv(name)
