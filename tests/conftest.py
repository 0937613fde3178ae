"""What the tests share: the real model, and Larkfell's library published once for the whole run."""

import os
from pathlib import Path

import pytest

from assistant.library.embedder import Embedder
from assistant.library.publisher import Report
from assistant.settings import Settings
from assistant.wiring import open_embedder, open_publisher

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The bundled model, loaded once."""
    return open_embedder(Settings())


@pytest.fixture(scope="session")
def publication(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Report]:
    """Larkfell's knowledge folder published as shipped, with the report of the run."""
    settings = Settings(data=tmp_path_factory.mktemp("larkfell"), knowledge=ROOT / "knowledge")
    report = open_publisher(settings, lambda what, done, total: None).publish(settings.knowledge)
    return settings, report


@pytest.fixture(scope="session")
def published(publication: tuple[Settings, Report]) -> Settings:
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
