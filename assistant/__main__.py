"""The command line: ask a question, see what is published, start both programs, measure."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant import evaluate
from assistant.errors import AssistantError, LibraryError
from assistant.model import Answer, Clearance
from assistant.settings import Settings

_CLEARANCE = {"customer": Clearance.PUBLIC, "rep": Clearance.INTERNAL}


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 when it did what it says, 2 when something must be put right first."""
    options = _options(arguments)
    try:
        settings = Settings.from_environment(os.environ)
        result: int = options.run(options, settings)
        return result
    except AssistantError as error:
        print(f"plumbline: {error}", file=sys.stderr)
        return 2


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m assistant", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="ask one question and print the answer with its sources")
    ask.add_argument("question")
    ask.add_argument("--as", dest="role", choices=sorted(_CLEARANCE), default="customer", help="who asks")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.set_defaults(run=_ask)
    status = commands.add_parser("status", help="say what is published")
    status.set_defaults(run=_status)
    serve = commands.add_parser("serve", help="start the desk and the customers' chat")
    serve.set_defaults(run=_serve)
    backup = commands.add_parser("backup", help="copy the records of both programs into a folder, while they run")
    backup.add_argument("folder", type=Path)
    backup.set_defaults(run=_backup)
    evaluate.add_command(commands)
    return parser.parse_args(arguments)


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.wiring import open_assistant

    answer = open_assistant(_CLEARANCE[options.role], settings).ask(options.question)
    print(json.dumps(as_json(answer), ensure_ascii=False, indent=2) if options.json else _readable(answer))
    return 0


def _status(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.wiring import open_library

    for clearance in Clearance:
        try:
            library = open_library(clearance, settings)
            documents = library.documents()
        except LibraryError as error:
            print(f"{clearance}: {error}")
            continue
        passages = sum(summary.passages for summary in documents)
        print(f"{clearance}: edition {library.edition}, {len(documents)} documents, {passages} passages")
    return 0


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.wiring import backup_records

    copies = backup_records(settings, options.folder)
    print("\n".join(map(str, copies)) if copies else "There are no records yet.")
    return 0


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.launch import serve

    return serve(settings, os.environ)


def as_json(answer: Answer) -> dict[str, Any]:
    """An answer as plain values; a citation's number is its place in `citations`, from 1."""
    return {
        "question": answer.question,
        "understood_as": answer.understood_as,
        "found": answer.found,
        "confidence": answer.confidence.value,
        "text": answer.text,
        "citations": [
            {
                "document_id": citation.document_id,
                "title": citation.passage.document.title,
                "path": citation.passage.path,
                "version": citation.version,
                "heading": citation.heading,
                "page": citation.page,
                "audience": citation.passage.audience.value,
                "quote": citation.quote,
            }
            for citation in answer.citations
        ],
        "nearest": [{"document_id": hit.passage.document_id, "heading": hit.passage.heading} for hit in answer.nearest],
    }


def _readable(answer: Answer) -> str:
    numbers = {citation: number for number, citation in enumerate(answer.citations, start=1)}
    lines = []
    for part in answer.parts:
        marks = "".join(f" [{numbers[citation]}]" for citation in getattr(part, "citations", ()))
        lines.append(part.text + marks)
    lines.append("")
    lines += [f"[{number}] {_where(citation)}" for citation, number in numbers.items()]
    lines += [f"nearest: {hit.passage.document.title} › {hit.passage.heading}" for hit in answer.nearest]
    return "\n".join(lines).strip()


def _where(citation: Any) -> str:
    document = citation.passage.document
    page = f", page {citation.page}" if citation.page else ""
    return f"{document.title} ({document.document_id}, version {document.version}) › {citation.heading}{page}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
