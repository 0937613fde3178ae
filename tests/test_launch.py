"""The launcher refuses what is unsafe, starts both programs, and never leaves one of them behind."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from assistant.launch import THIS_MACHINE, Program, child_environment, obstacle, serve
from assistant.settings import Settings
from assistant.web import address as web_address
from assistant.web.headers import HEADERS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
DESK = Program("desk", "app.py", 8501, "PLUMBLINE_DESK_PORT")
CHAT = Program("chat", "chat.py", 8502, "PLUMBLINE_CHAT_PORT")


@contextmanager
def listening() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def free_port() -> int:
    with listening() as port:
        return port


def test_the_house_agrees_on_what_this_machine_is_called() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert set(THIS_MACHINE) == set(web_address.THIS_MACHINE) == set(config["server"]["allowedHosts"])
    assert Settings().address in THIS_MACHINE


OPEN = ["0.0.0.0", "::", "192.168.1.20", "10.0.0.1", "example.com", "", "*", "1", "localhost.evil.test"]


@pytest.mark.parametrize("address", OPEN)
def test_any_other_address_is_refused_in_one_line(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve(Settings(address=address), {}) == 2
    reason = capsys.readouterr().err
    assert "no login yet" in reason
    assert reason.count("\n") == 1


def test_a_port_in_use_is_reported_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    with listening() as taken:
        assert serve(Settings(desk_port=free_port(), chat_port=taken), {}) == 2
    reason = capsys.readouterr().err
    assert f"Port {taken} is in use" in reason
    assert "PLUMBLINE_CHAT_PORT" in reason


def test_two_programs_cannot_share_a_port() -> None:
    same = [Program(one.name, one.script, 9000, one.setting) for one in (DESK, CHAT)]
    assert obstacle("127.0.0.1", same) == (
        "PLUMBLINE_DESK_PORT and PLUMBLINE_CHAT_PORT are both 9000. Give each program a port of its own."
    )


def test_the_programs_get_these_settings_and_nothing_that_reports_or_overrides() -> None:
    given = {
        "PATH": "/bin",
        "LANGSMITH_API_KEY": "k",
        "LANGCHAIN_TRACING_V2": "true",
        "STREAMLIT_SERVER_ADDRESS": "0.0.0.0",
        "PLUMBLINE_DATA": "elsewhere",
    }
    passed_on = child_environment(Settings(data=Path("here"), desk_port=9001), given)
    assert passed_on["PATH"] == "/bin"
    assert passed_on["PLUMBLINE_DATA"] == "here"
    assert passed_on["HF_HUB_OFFLINE"] == "1"
    assert not [name for name in passed_on if name.startswith(("LANGSMITH", "LANGCHAIN", "STREAMLIT"))]
    assert Settings.from_environment(passed_on) == Settings(data=Path("here"), desk_port=9001)


def test_only_a_model_from_the_hub_may_look_there(tmp_path: Path) -> None:
    assert "HF_HUB_OFFLINE" in child_environment(Settings(model=str(tmp_path)), {})
    assert "HF_HUB_OFFLINE" not in child_environment(Settings(model="intfloat/e5-small"), {})


class Running:
    """Both programs as `python -m assistant serve` starts them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.desk, self.chat = free_port(), free_port()
        ports = {"PLUMBLINE_DESK_PORT": str(self.desk), "PLUMBLINE_CHAT_PORT": str(self.chat)}
        command = [sys.executable, "-m", "assistant", "serve"]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment, **ports},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.strip())
            if "stops both" in line:
                break
        self.children = children(self.process.pid)

    def stop(self, number: int) -> tuple[int, str]:
        self.process.send_signal(number)
        _, error = self.process.communicate(timeout=40)
        return self.process.returncode, error


def processes() -> dict[int, tuple[int, str]]:
    """Every process with its parent and its state."""
    if sys.platform == "linux":  # where a slim system has no ps
        stats = []
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has ended meanwhile
                stats.append(file.read_text(encoding="utf-8", errors="replace"))
        listed = [(stat.split()[0], *stat.rpartition(")")[2].split()[:2]) for stat in stats]
        return {int(process): (int(parent), state) for process, state, parent in listed}
    command = ["ps", "-A", "-o", "pid=,ppid=,stat="]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {int(process): (int(parent), state) for process, parent, state in map(str.split, lines)}


def children(parent: int) -> list[int]:
    return sorted(process for process, (above, _) in processes().items() if above == parent)


def is_running(process: int) -> bool:
    return process in processes() and not processes()[process][1].startswith("Z")


def get(port: int, path: str, method: str = "GET") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path)
    return connection.getresponse()


@pytest.fixture(scope="module")
def running(published_environment: Mapping[str, str]) -> Iterator[Running]:
    programs = Running(published_environment)
    yield programs
    if programs.process.poll() is None:
        programs.stop(signal.SIGTERM)


def test_both_addresses_are_printed_once_both_programs_answer(running: Running) -> None:
    assert f"Desk (staff): http://127.0.0.1:{running.desk}" in running.said
    assert f"Chat (customers): http://127.0.0.1:{running.chat}" in running.said
    assert [get(port, "/_stcore/health").status for port in (running.desk, running.chat)] == [200, 200]
    assert len(running.children) == 2


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/no-such-page", "/static/none.js"])
def test_both_programs_send_the_security_headers(running: Running, path: str) -> None:
    for port in (running.desk, running.chat):
        response = get(port, path)
        assert {name: response.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/_stcore/upload_file/session/file"),
        ("GET", "/_stcore/metrics"),
        ("GET", "/_stcore/agent/openapi.json"),
        ("POST", "/_stcore/agent/interact"),
        ("POST", "/_stcore/agent/mcp"),
    ],
)
def test_the_chat_has_no_uploads_figures_or_machine_interface(running: Running, method: str, path: str) -> None:
    assert get(running.chat, path, method).status == 404


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("127.0.0.1", "http://127.0.0.1", 101),
        ("evil.test", "http://evil.test", 403),
        ("127.0.0.1", "http://evil.test", 403),
        ("127.0.0.1.evil.test", "http://127.0.0.1.evil.test", 403),
    ],
)
def test_only_its_own_pages_may_open_the_live_connection(running: Running, host: str, origin: str, status: int) -> None:
    for port in (running.desk, running.chat):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        wanted = {
            "Host": f"{host}:{port}",
            "Origin": f"{origin}:{port}",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        }
        connection.request("GET", "/_stcore/stream", headers=wanted)
        assert connection.getresponse().status == status
        connection.close()


def test_when_one_program_dies_the_other_is_stopped_with_a_clear_message(
    published_environment: Mapping[str, str],
) -> None:
    programs = Running(published_environment)
    os.kill(programs.children[1], signal.SIGKILL)
    _, error = programs.process.communicate(timeout=40)
    assert programs.process.returncode == 1
    assert "has ended" in error
    assert not [one for one in programs.children if is_running(one)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_no_program_is_left_behind(published_environment: Mapping[str, str], number: int) -> None:
    programs = Running(published_environment)
    begin = time.monotonic()
    code, error = programs.stop(number)
    assert code == 0
    assert time.monotonic() - begin < 30
    assert not [one for one in programs.children if is_running(one)]
    assert "Traceback" not in error


@pytest.mark.parametrize("script", ["app.py", "chat.py"])
@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_a_program_started_by_hand_refuses_an_open_address_too(script: str, address: str) -> None:
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        "--server.address",
        address,
        "--server.port",
        str(free_port()),
    ]
    begin = time.monotonic()
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "no login yet" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert time.monotonic() - begin < 60
