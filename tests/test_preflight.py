"""What stops a fresh machine is said before anything is installed, by whatever Python there is."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import preflight

SCRIPT = Path(preflight.__file__)
GIGABYTE = 1024**3


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10)])
def test_an_old_python_is_named(version: tuple[int, int]) -> None:
    assert f"this is Python {version[0]}.{version[1]}" in preflight.python_obstacle(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_new_python_will_do(version: tuple[int, int]) -> None:
    assert not preflight.python_obstacle(version)


def test_a_full_disk_is_said_in_gigabytes(tmp_path: Path) -> None:
    message = preflight.disk_obstacle(str(tmp_path), int(1.5 * GIGABYTE))
    assert "4 GB" in message
    assert "1.5 GB free" in message
    assert not preflight.disk_obstacle(str(tmp_path), 4 * GIGABYTE)


def test_what_is_installed_already_needs_no_more_room(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    assert not preflight.disk_obstacle(str(tmp_path), 0)


@pytest.mark.parametrize("setting", ["PLUMBLINE_DESK_PORT", "PLUMBLINE_CHAT_PORT"])
def test_a_port_in_use_comes_with_the_setting_to_change(taken: int, setting: str) -> None:
    free = {"PLUMBLINE_DESK_PORT": "1", "PLUMBLINE_CHAT_PORT": "1"}
    message = preflight.port_obstacle({**free, setting: str(taken)})
    assert f"Port {taken} is in use" in message
    assert setting in message


def test_it_runs_by_itself_and_looks_at_ports_only_when_asked(taken: int, tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / ".venv").mkdir(exist_ok=True)
        environment = {"PLUMBLINE_CHAT_PORT": str(taken), "PLUMBLINE_DESK_PORT": "1"}
        command = [sys.executable, "-I", str(SCRIPT), *arguments]
        return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run().returncode == 0
    refused = run("--ports")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1


def test_python_3_6_could_read_it_and_it_needs_nothing_installed() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert set(imported) <= sys.stdlib_module_names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.NamedExpr | ast.Match)]
