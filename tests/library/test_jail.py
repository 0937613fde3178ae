"""The parser jail: whatever a reader does, one file is concerned, for a limited time, and nothing is touched."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import pytest

from assistant.errors import ContentError, LibraryError
from assistant.library.acceptance import MAX_BYTES
from assistant.library.jail import Jail, Limits
from assistant.library.readers import READERS, read
from assistant.library.text import DocumentText, PlacedBlock

ROOT = Path(__file__).parents[2]
OF_EACH_FORMAT = {path.suffix: path for path in sorted((ROOT / "knowledge").rglob("*.*")) if path.suffix in READERS}
IMPATIENT = Limits(wall_seconds=1.0, processor_seconds=1, memory=300 * 1024 * 1024, output=10_000)
OBEY = "tests.library.misbehaving:obey"

LATE = "takes longer than 1 seconds to read. Split it"
HUNGRY = "needs more than 300 MB of memory to read. Split it"
LARGE = "MB of text. Split it"
CRASH = "makes the program that reads it fail. Open it"


def landlock_version() -> int:
    """0 where the system does not have it."""
    query = 444, None, ctypes.c_size_t(0), 1
    return max(0, ctypes.CDLL(None).syscall(*query)) if sys.platform.startswith("linux") else 0


needs_landlock = pytest.mark.skipif(landlock_version() < 6, reason="this system has not all of Landlock")


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail() as made:
        yield made


@pytest.fixture(scope="module")
def obedient() -> Iterator[Jail]:
    """A jail whose reader does what the file says."""
    with Jail(IMPATIENT, OBEY) as made:
        yield made


@pytest.fixture
def sink() -> Iterator[socket.socket]:
    """A port that nobody must connect to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def obeyed(jail: Jail, order: str) -> str:
    return jail.read("a.txt", order.encode()).text


def refusal(jail: Jail, order: str) -> str:
    with pytest.raises(ContentError) as refused:
        jail.read("a.txt", order.encode())
    assert refused.value.path == "a.txt"
    return refused.value.problem


def was_called(sink: socket.socket) -> bool:
    try:
        sink.accept()
    except BlockingIOError:
        return False
    return True


@pytest.mark.parametrize("path", OF_EACH_FORMAT.values(), ids=lambda path: path.name)
def test_a_file_is_read_as_without_the_jail(jail: Jail, path: Path) -> None:
    name, data = path.relative_to(ROOT).as_posix(), path.read_bytes()
    assert jail.read(name, data) == read(name, data)


@pytest.mark.parametrize(
    ("name", "data"), [("a.xyz", b"x"), ("a.md", b""), ("a.pdf", b"x"), ("a.md", b"x" * (MAX_BYTES + 1))]
)
def test_a_file_is_refused_as_without_the_jail(jail: Jail, name: str, data: bytes) -> None:
    with pytest.raises(ContentError) as direct:
        read(name, data)
    with pytest.raises(ContentError) as jailed:
        jail.read(name, data)
    assert str(jailed.value) == str(direct.value)


def test_what_crosses_the_wall_is_all_there_is() -> None:
    """Blocks are handed over whole and placed anew; what is not theirs would be lost and must be added to the jail."""
    assert [field.name for field in fields(DocumentText)] == ["text", "blocks", "hidden"]
    assert [field.name for field in fields(PlacedBlock)] == ["block", "start", "end"]


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("loop", LATE),
        ("sleep", LATE),
        ("close_and_stay", HUNGRY),
        ("hog", HUNGRY),
        ("native_hog", HUNGRY),
        ("flood", LARGE),
        ("fork", CRASH),
        ("run", CRASH),
        ("execute", CRASH),
        ("leave", CRASH),
        ("quit", CRASH),
        ("crash", CRASH),
        ("abort", CRASH),
        ("raise", CRASH),
        ("kill_parent", CRASH),
        ("forge", CRASH),
        ("list /etc", CRASH),
        ("open /etc/hostname", CRASH),
        (f"open {ROOT / 'README.md'}", CRASH),
    ],
)
def test_whatever_a_reader_does_is_a_matter_of_one_file(obedient: Jail, order: str, reason: str) -> None:
    started = time.monotonic()
    assert reason in refusal(obedient, order)
    assert time.monotonic() - started < IMPATIENT.wall_seconds + 1
    assert obeyed(obedient, "nothing") == "nothing"


@needs_landlock
@pytest.mark.parametrize(
    "order", ["kill_parent_natively", "open_natively /etc/hostname", f"open_natively {ROOT / 'README.md'}"]
)
def test_native_code_opens_no_file_and_ends_no_process(
    obedient: Jail, caplog: pytest.LogCaptureFixture, order: str
) -> None:
    assert CRASH in refusal(obedient, order)
    assert "confinement.py" not in caplog.text  # it was not the audit hook that stopped it


@pytest.mark.parametrize("order", ["connect", "connect_natively"])
def test_nobody_is_called(obedient: Jail, sink: socket.socket, order: str) -> None:
    assert CRASH in refusal(obedient, f"{order} {sink.getsockname()[1]}")
    assert not was_called(sink)


@pytest.mark.parametrize("order", ["write", pytest.param("write_natively", marks=needs_landlock)])
def test_nothing_is_written(obedient: Jail, tmp_path: Path, order: str) -> None:
    assert CRASH in refusal(obedient, f"{order} {tmp_path / 'new'}")
    assert not list(tmp_path.iterdir())


def test_the_terminal_and_the_environment_are_out_of_reach(
    obedient: Jail, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert obeyed(obedient, "talk") == "talk"
    assert capfd.readouterr() == ("", "")
    monkeypatch.setenv("SECRET", "x")
    with Jail(IMPATIENT, OBEY) as fresh:
        assert obeyed(fresh, "environment") == "environment"


def test_the_log_tells_where_a_reader_failed_but_not_what_the_document_says(
    obedient: Jail, caplog: pytest.LogCaptureFixture
) -> None:
    refusal(obedient, "raise")
    assert "KeyError at" in caplog.text
    assert "misbehaving.py" in caplog.text
    assert "secret" not in caplog.text


def test_more_text_than_may_be_is_refused(obedient: Jail) -> None:
    assert LARGE in refusal(obedient, f"nothing {'x' * 10_000}")
    assert len(obeyed(obedient, f"nothing {'x' * 9_000}")) > 9_000


def test_two_files_are_read_at_once_and_a_third_waits() -> None:
    with Jail(IMPATIENT, OBEY) as jail, ThreadPoolExecutor(3) as threads:
        started = time.monotonic()
        ended = [threads.submit(lambda: (refusal(jail, "sleep"), time.monotonic() - started)[1]) for _ in range(3)]
        _, second, third = sorted(future.result() for future in ended)
    assert second < 1.9 < third < 3.5


def test_a_server_that_is_gone_is_started_again(obedient: Jail) -> None:
    obeyed(obedient, "nothing")
    servers = [pid for pid in children(os.getpid()) if b"assistant.library.jailed" in command(pid)]  # and nobody else
    assert servers
    for server in servers:
        os.kill(server, signal.SIGKILL)
    assert obeyed(obedient, "nothing") == "nothing"


def test_a_jail_whose_server_never_starts_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        Jail(IMPATIENT, "tests.library.misbehaving:absent") as jail,
        pytest.raises(LibraryError, match="does not start"),
    ):
        jail.read("a.txt", b"nothing")
    assert "absent" in capfd.readouterr().err


def test_nothing_is_left_behind_by_a_closed_jail() -> None:
    before = set(children(os.getpid()))
    with Jail(IMPATIENT, OBEY) as jail:
        obeyed(jail, "stay_behind")
        refusal(jail, "sleep")
        (server,) = set(children(os.getpid())) - before
        assert children(server) == []
        assert len(list(Path(f"/proc/{server}/task").iterdir())) == 1  # forking is sound in a single thread only
    assert set(children(os.getpid())) == before


def test_server_and_child_go_with_a_parent_that_is_killed() -> None:
    code = f"from assistant.library.jail import Jail, Limits; Jail(Limits(), {OBEY!r}).read('a.txt', b'sleep')"
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    (server,) = waited(lambda: children(parent.pid), 1)
    (child,) = waited(lambda: children(server), 1)
    parent.kill()
    parent.wait()
    waited(lambda: [pid for pid in (server, child) if is_running(pid)], 0)


def waited(find, count: int) -> list[int]:
    """What is found once it is so many; fails after some seconds."""
    deadline = time.monotonic() + 10
    while len(found := find()) != count:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


def children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # ended meanwhile
        if parent == pid:
            found.append(int(entry.parent.name))
    return found


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
