"""Start the desk and the chat together on this machine, and stop them together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from types import FrameType

from assistant.settings import PREFIX, THIS_MACHINE, Settings

HOME = Path(__file__).resolve().parent.parent
# Importing and opening the library takes seconds on a small machine, minutes on a busy one.
SECONDS_TO_START = 180
SECONDS_TO_STOP = 10
# Tracing would send questions to a third party, and Streamlit's variables would override our config.toml.
NOT_PASSED_ON = ("LANGSMITH_", "LANGCHAIN_TRACING", "STREAMLIT_")


@dataclass(frozen=True, slots=True)
class Program:
    """One of the two programs: its name, its script, and the port with the setting that changes it."""

    name: str
    script: str
    port: int
    setting: str


def serve(settings: Settings, environment: Mapping[str, str]) -> int:
    """Run both programs until Ctrl-C or SIGTERM, or until one of them ends; returns the exit code."""
    programs = (
        Program("desk (staff)", "app.py", settings.desk_port, "PLUMBLINE_DESK_PORT"),
        Program("chat (customers)", "chat.py", settings.chat_port, "PLUMBLINE_CHAT_PORT"),
    )
    if reason := obstacle(settings.address, programs):
        print(reason, file=sys.stderr)
        return 2
    passed_on = child_environment(settings, environment)
    with _stop_requested() as stop:
        children: list[subprocess.Popen[bytes]] = []
        try:
            # One by one, so that what was started is stopped again should the next not start.
            for program in programs:
                children += [_start(program, settings.address, passed_on)]
            return _watch(programs, children, settings.address, stop)
        finally:
            _stop(children)


def obstacle(address: str, programs: Sequence[Program]) -> str:
    """Why the programs cannot be started as they are set, in one line with what to do; empty when they can."""
    if address not in THIS_MACHINE:
        return f"Refusing to listen on {address!r}: there is no login yet. Set PLUMBLINE_ADDRESS to 127.0.0.1."
    ports = [program.port for program in programs]
    if len(set(ports)) < len(ports):
        names = " and ".join(program.setting for program in programs)
        return f"{names} are both {ports[0]}. Give each program a port of its own."
    for program in programs:
        if _is_taken(address, program.port):
            return (
                f"Port {program.port} is in use, so the {program.name} cannot start. "
                f"Stop what uses it, or set {program.setting} to another port."
            )
    return ""


def child_environment(settings: Settings, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of the programs: these settings, no tracing, no look-ups on a model hub it does not need."""
    kept = {name: value for name, value in environment.items() if not name.upper().startswith((*NOT_PASSED_ON, PREFIX))}
    for setting in fields(settings):
        kept[PREFIX + setting.name.upper()] = str(getattr(settings, setting.name))
    if settings.model == "bundled" or Path(settings.model).is_dir():
        kept["HF_HUB_OFFLINE"] = "1"
    return kept


def _is_taken(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        if probe.connect_ex((address, port)) == 0:
            return True
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return True
    return False


def _start(program: Program, address: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", str(HOME / program.script)]
    options = {
        "server.address": address,
        "server.port": str(program.port),
        "server.headless": "true",
        "logger.hideWelcomeMessage": "true",
    }
    for name, value in options.items():
        command += [f"--{name}", value]
    # A session of its own: Ctrl-C in the terminal reaches this process alone, which stops both in order.
    return subprocess.Popen(  # noqa: S603  # our own scripts, no shell
        command, env=dict(environment), stdin=subprocess.DEVNULL, start_new_session=True
    )


def _watch(
    programs: Sequence[Program],
    children: Sequence[subprocess.Popen[bytes]],
    address: str,
    stop: threading.Event,
) -> int:
    print("Starting the desk and the chat …", flush=True)
    deadline = time.monotonic() + SECONDS_TO_START
    waiting = True
    while not stop.wait(0.25):
        for program, child in zip(programs, children, strict=True):
            if child.poll() is not None:
                print(
                    f"The {program.name} has ended with exit code {child.returncode}, so the other is stopped too. "
                    "The lines above say why; start both again when it is put right.",
                    file=sys.stderr,
                )
                return 1
        if waiting and all(_answers(address, program.port) for program in programs):
            waiting = False
            for program in programs:
                print(f"{program.name.capitalize()}: http://{_host(address)}:{program.port}")
            print("Ctrl-C stops both.", flush=True)
        elif waiting and time.monotonic() > deadline:
            print(f"The programs did not answer within {SECONDS_TO_START} seconds. Try again.", file=sys.stderr)
            return 1
    return 0


def _host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _answers(address: str, port: int) -> bool:
    # http.client asks directly, whatever proxy the environment names.
    connection = http.client.HTTPConnection(address, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        _signal(child, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, deadline - time.monotonic()))
        # The desk ends its ingest when it is told to stop; nothing else of a program outlives its session.
        _signal(child, signal.SIGKILL)
        child.wait()


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


@contextmanager
def _stop_requested() -> Iterator[threading.Event]:
    """An event that Ctrl-C, SIGTERM or a closed terminal sets; the handlers from before come back at the end."""
    stop = threading.Event()

    def request(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, request) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
