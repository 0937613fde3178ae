"""What the tests share: the real model, and Larkfell's library published once for the whole run."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.library.embedder import Embedder
from assistant.settings import Settings
from assistant.wiring import open_embedder

ROOT = Path(__file__).parents[1]

Run = tuple[Settings, subprocess.Popen[str]]


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
def publishing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run | None]:
    """Larkfell's knowledge folder being put in as an editor does it, begun before the first test if any needs it."""
    if not any(map(needs_library, request.session.items)):
        yield None
        return
    settings = Settings(data=tmp_path_factory.mktemp("larkfell"), knowledge=ROOT / "knowledge")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
    environment |= {"PLUMBLINE_DATA": str(settings.data), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "ingest.py", str(settings.knowledge), "--json"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield settings, process
    process.kill()
    process.communicate()


@pytest.fixture(scope="session")
def publication(publishing: Run) -> tuple[Settings, dict[str, Any]]:
    """Larkfell's knowledge folder published as shipped, with the report of the run."""
    settings, process = publishing
    report, said = process.communicate()
    assert process.returncode == 0, report + said
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
