"""Can this machine run Plumbline? Asked by make with the system's python3 before anything is installed.

Standard library only, in a syntax that Python 3.6 can read, so that an old version can say what is wrong.
"""

import os
import shutil
import socket
import sys
from typing import Mapping, Optional, Sequence, Tuple

NEEDED_PYTHON = (3, 11)
NEEDED_BYTES = 4 * 1024**3
PORTS = (("PLUMBLINE_DESK_PORT", 8501), ("PLUMBLINE_CHAT_PORT", 8502))


def python_obstacle(version: Tuple[int, int]) -> str:
    """Why this Python will not do, or an empty text."""
    if version >= NEEDED_PYTHON:
        return ""
    return (
        "Plumbline needs Python 3.11 or newer; this is Python {}.{} ({}). "
        "Install a newer one and name it: make PYTHON=python3.11 run".format(version[0], version[1], sys.executable)
    )


def disk_obstacle(folder: str, free: Optional[int] = None) -> str:
    """Why there is too little room for the packages, or an empty text; what is installed needs no more."""
    if os.path.isdir(os.path.join(folder, ".venv")):
        return ""
    if free is None:
        free = shutil.disk_usage(folder).free
    if free >= NEEDED_BYTES:
        return ""
    return "The packages need 4 GB of disk, and {} has {:.1f} GB free. Make room, then try again.".format(
        os.path.abspath(folder), free / 1024.0**3
    )


def port_obstacle(environment: Mapping[str, str]) -> str:
    """Which port is in use and the setting that changes it, or an empty text."""
    address = environment.get("PLUMBLINE_ADDRESS", "127.0.0.1")
    for setting, usual in PORTS:
        given = environment.get(setting, str(usual))
        if given.isdigit() and _is_taken(address, int(given)):
            return "Port {} is in use. Stop what uses it, or set {} to another port.".format(given, setting)
    return ""


def _is_taken(address: str, port: int) -> bool:
    probe = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        probe.settimeout(1)
        return probe.connect_ex((address.strip("[]"), port)) == 0
    except (OSError, OverflowError):
        return False  # an address or port that does not exist is refused, with the reason, when it is used
    finally:
        probe.close()


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Print the first obstacle and return 2, or return 0."""
    obstacle = python_obstacle(sys.version_info[:2]) or disk_obstacle(os.getcwd())
    if not obstacle and "--ports" in arguments:
        obstacle = port_obstacle(environment)
    if obstacle:
        sys.stderr.write(obstacle + "\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
