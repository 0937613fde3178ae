"""Both programs as processes over a warm copy of Larkfell's library, and a real browser to visit them with."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from visitor import Programs, Visitor

from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60
SECONDS_FOR_A_JOURNEY = 120
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@pytest.fixture(scope="session")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Somebody with a browser; without one on this machine there is no journey."""
    driver = shutil.which("chromedriver")
    if driver is None:
        pytest.skip("no chromedriver is installed (apt-get install chromium chromium-driver)")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed (make test installs it)")
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}", "--window-size=1280,900"):
        options.add_argument(flag)
    if chromium := shutil.which("chromium"):
        options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield Visitor(browser)
    finally:
        browser.quit()


@pytest.fixture(scope="session")
def own(visitor: Visitor, published: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A library and a knowledge folder of the journeys' own, copied warm."""
    folder = tmp_path_factory.mktemp("journeys")
    settings = replace(published, data=folder / "data", knowledge=folder / "knowledge")
    shutil.copytree(published.data, settings.data)
    shutil.copytree(published.knowledge, settings.knowledge)
    return settings


@pytest.fixture(scope="session")
def programs(own: Settings) -> Iterator[Programs]:
    """Both programs over the journeys' own library, started once; every visit is a new conversation."""
    environment = {
        **os.environ,
        "PLUMBLINE_DATA": str(own.data),
        "PLUMBLINE_KNOWLEDGE": str(own.knowledge),
        "HF_HUB_OFFLINE": "1",
    }
    began = time.monotonic()
    ports = {script: free_port() for script in ("chat.py", "app.py")}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        for script, port in ports.items()
    ]
    try:
        chat, desk = (f"http://127.0.0.1:{port}" for port in ports.values())
        while not (answers(chat) and answers(desk)):
            assert [process.poll() for process in started] == [None, None], "a program has ended"
            assert time.monotonic() - began < SECONDS_TO_START, f"no answer within {SECONDS_TO_START} s"
            time.sleep(0.1)
        yield Programs(chat, desk, time.monotonic() - began)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(autouse=True)
def in_time(programs: Programs) -> Iterator[None]:
    """A journey that takes longer would be a reason to leave, for a visitor and for who runs the tests."""
    began = time.monotonic() - programs.seconds_to_start
    yield
    assert time.monotonic() - began < SECONDS_FOR_A_JOURNEY


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(address: str) -> bool:
    with suppress(OSError), urlopen(f"{address}/_stcore/health", timeout=2) as response:
        return bool(response.status == 200)
    return False
