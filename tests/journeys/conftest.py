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
from visitor import Start, Visitor

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


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """Somebody with a browser; without one on this machine there is no journey."""
    driver = shutil.which("chromedriver")
    if driver is None:
        pytest.skip("no chromedriver is installed (apt-get install chromium chromium-driver)")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed (make test installs it)")
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'browser'}", "--window-size=1280,900"):
        options.add_argument(flag)
    if chromium := shutil.which("chromium"):
        options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield Visitor(browser)
    finally:
        browser.quit()


@pytest.fixture
def own(visitor: Visitor, published: Settings, tmp_path: Path) -> Settings:
    """A library and a knowledge folder of this journey's own, copied warm."""
    settings = replace(published, data=tmp_path / "data", knowledge=tmp_path / "knowledge")
    shutil.copytree(published.data, settings.data)
    shutil.copytree(published.knowledge, settings.knowledge)
    return settings


@pytest.fixture
def start(own: Settings) -> Iterator[Start]:
    """Start programs, such as "chat.py", on free ports; gives their addresses once they answer."""
    environment = {
        **os.environ,
        "PLUMBLINE_DATA": str(own.data),
        "PLUMBLINE_KNOWLEDGE": str(own.knowledge),
        "HF_HUB_OFFLINE": "1",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start_programs(*scripts: str) -> list[str]:
        ports = [free_port() for _ in scripts]
        for script, port in zip(scripts, ports, strict=True):
            command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
            started.append(
                subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
            )
        addresses = [f"http://127.0.0.1:{port}" for port in ports]
        end = time.monotonic() + SECONDS_TO_START
        while not all(map(answers, addresses)):
            assert [process.poll() for process in started] == [None] * len(started), "a program has ended"
            assert time.monotonic() < end, f"the programs did not answer within {SECONDS_TO_START} s"
            time.sleep(0.1)
        return addresses

    yield start_programs
    for process in started:
        process.terminate()
    for process in started:
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(autouse=True)
def in_time(own: Settings, start: Start) -> Iterator[None]:
    """A journey that takes longer would be a reason to leave, for a visitor and for who runs the tests."""
    began = time.monotonic()
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
