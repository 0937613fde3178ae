"""The floor plan: who may import whom, one door per library, and what the customers' chat never loads."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEAVES = {"model", "errors", "settings", "privacy"}
ROOMS = {"library", "answering", "selling", "records"}

# Room → what of this package it may import; the four rooms in the middle meet only in conversation and wiring.
MAY_IMPORT = {
    "model": {"model"},
    "errors": set(),
    "privacy": set(),
    "settings": {"errors"},
    # Checks what people write, for every room that reads such a file; it knows pydantic, so it is no leaf.
    "cards": {"errors"},
    **{room: LEAVES | {"cards", room} for room in ROOMS},
    "conversation": LEAVES | ROOMS | {"conversation"},
    "wiring": LEAVES | ROOMS | {"conversation"},
    "pages": LEAVES | {"wiring", "pages"},
    "web": LEAVES | {"wiring", "web"},
    "launch": LEAVES,
    "preflight": set(),
    "evaluate": LEAVES | {"wiring"},
    "__main__": LEAVES | {"wiring", "launch", "evaluate"},
    "__init__": {"wiring"},
    "entries": LEAVES | {"wiring", "pages", "web"},
}
# Library → the one place that may know it; pages also stands for the two thin programs.
DOORS = {
    "chromadb": {"library"},
    "sentence_transformers": {"library"},
    "torch": {"library"},
    "onnx": {"library"},
    "onnxruntime": {"library"},
    "tokenizers": {"library"},
    "pypdf": {"library"},
    "pypdfium2": {"library"},
    "pdfplumber": {"library"},
    "lxml": {"library"},
    "sqlite3": {"library", "entries"},
    "langchain_core": {"answering"},
    "sqlalchemy": {"records"},
    "alembic": {"records"},
    "streamlit": {"pages", "entries"},
    "starlette": {"web", "entries"},
}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the project with the room it belongs to."""
    for path in sorted((ROOT / "assistant").rglob("*.py")):
        parts = path.relative_to(ROOT / "assistant").with_suffix("").parts
        yield parts[0], path
    for name in ("app.py", "chat.py", "ingest.py"):
        yield "entries", ROOT / name


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it leads"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("room", "path"), list(modules()), ids=lambda value: str(value).removeprefix(str(ROOT)))
def test_a_module_imports_only_what_its_room_may(room: str, path: Path) -> None:
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "assistant" and len(parts) > 1:
            assert parts[1] in MAY_IMPORT[room], f"{path.relative_to(ROOT)} imports {name}"
        if parts[0] in DOORS:
            assert room in DOORS[parts[0]], f"{path.relative_to(ROOT)} imports {name}"


def test_only_the_edition_knows_chroma() -> None:
    knowing = {path.name for _, path in modules() if any(name.split(".")[0] == "chromadb" for name in imported(path))}
    assert knowing == {"edition.py"}


def test_the_leaves_use_the_standard_library_alone() -> None:
    files = [path for room, path in modules() if room in LEAVES]
    assert {"errors.py", "settings.py", "answers.py", "documents.py"} <= {path.name for path in files}
    for path in files:
        outside = {name.split(".")[0] for name in imported(path)} - sys.stdlib_module_names - {"assistant"}
        assert not outside, f"{path.relative_to(ROOT)} imports {outside}"


def test_files_stay_small() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for _, path in modules()}
    assert {path.name: length for path, length in lengths.items() if length > 300} == {}


def loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    output = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(output.stdout.split())


@pytest.mark.slow
def test_the_customers_chat_loads_no_desk_no_publisher_and_no_reader() -> None:
    loaded = loaded_by("import chat\nfrom assistant.wiring import open_assistant")
    forbidden = ("assistant.pages.desk", "assistant.library.publisher", "assistant.library.plan")
    assert not [name for name in loaded if name.startswith((*forbidden, "assistant.library.readers"))]


@pytest.mark.slow
@pytest.mark.parametrize("program", ["chat", "app"])
def test_no_program_that_serves_loads_what_measures(program: str) -> None:
    loaded = loaded_by(f"import {program}\nfrom assistant.wiring import open_assistant")
    assert not [name for name in loaded if name.startswith(("assistant.library.measuring", "assistant.evaluate"))]


def test_importing_the_package_opens_nothing() -> None:
    loaded = loaded_by("import assistant")
    assert not loaded & {"chromadb", "torch", "streamlit", "langchain_core", "sentence_transformers"}
