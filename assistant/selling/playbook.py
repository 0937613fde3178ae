"""The playbook: what a business wrote down about its selling, read, checked, and cut to what an audience may see."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import ContentError, LibraryError
from assistant.model import Clearance, FitRule, Playbook
from assistant.selling.cues import read_cues, read_examples, shipped_cues, shipped_examples
from assistant.selling.examples import read_field_examples, shipped_field_examples
from assistant.selling.fields import read_fields, with_shipped
from assistant.selling.house import read_message, read_personas
from assistant.selling.questions import read_questions
from assistant.selling.rules import read_rules

FOLDER = "playbook"
_FIELDS, _FIT, _STAGES, _QUESTIONS = "fields.yaml", "fit.yaml", "stages.yaml", "questions.yaml"
_MESSAGE, _PERSONAS, _EXAMPLES = "message.yaml", "personas.yaml", "examples.yaml"
_FILES = {_FIELDS, _FIT, _STAGES, _QUESTIONS, _MESSAGE, _PERSONAS, _EXAMPLES}


def read_playbook(root: Path) -> Playbook:
    """The playbook of a knowledge folder, with what holds in every trade; a file that is not there says nothing.

    Raises `ContentError` that names the file and the field.
    """
    folder = root / FOLDER
    strange = sorted(path.name for path in folder.glob("*") if path.name not in _FILES and path.name[0] not in ".~")
    if strange:
        raise ContentError(
            f"{FOLDER}/{strange[0]}", f"is no file of a playbook. Use one of: {', '.join(sorted(_FILES))}."
        )
    fields = with_shipped(read_fields(_path(_FIELDS), _text(folder, _FIELDS)))
    rules = read_rules(_path(_FIT), _text(folder, _FIT), fields)
    cues = (*shipped_cues(), *read_cues(_path(_STAGES), _text(folder, _STAGES)))
    examples = (*shipped_examples(), *read_examples(_path(_STAGES), _text(folder, _STAGES)))
    questions = read_questions(_path(_QUESTIONS), _text(folder, _QUESTIONS), fields)
    plumb_line, pillars, claims = read_message(_path(_MESSAGE), _text(folder, _MESSAGE))
    personas = read_personas(_path(_PERSONAS), _text(folder, _PERSONAS))
    shipped_told, shipped_asked = shipped_field_examples(fields)
    told, asked = read_field_examples(_path(_EXAMPLES), _text(folder, _EXAMPLES), fields)
    return Playbook(
        plumb_line,
        pillars,
        claims,
        personas,
        fields,
        questions,
        cues,
        rules,
        examples,
        (*shipped_told, *told),
        (*shipped_asked, *asked),
    )


def compiled(root: Path, documents: Mapping[str, Clearance]) -> dict[Clearance, str]:
    """What each audience may see of a folder's playbook, as text that `from_json` understands.

    `documents` are those of the library with their audiences, by id; raises `ContentError` where a rule rests on one
    that is not there or that its audience may not see.
    """
    playbook = read_playbook(root)
    for name, problem in _unfounded(playbook, documents):
        raise ContentError(_path(name), problem)
    return {clearance: to_json(for_audience(playbook, clearance)) for clearance in Clearance}


def for_audience(playbook: Playbook, clearance: Clearance) -> Playbook:
    """The playbook without the rules, questions, claims and personas that are not for this audience.

    The plumb line is for everybody; what it rests on, and what is retired, is told to the staff alone.
    """

    def seen(rules: tuple[FitRule, ...]) -> tuple[FitRule, ...]:
        return tuple(rule for rule in rules if clearance.sees(rule.audience))

    fit = replace(playbook.fit, limits=seen(playbook.fit.limits), conditions=seen(playbook.fit.conditions))
    questions = tuple(question for question in playbook.questions if clearance.sees(question.audience))
    claims = tuple(claim for claim in playbook.claims if clearance.sees(claim.audience))
    personas = tuple(persona for persona in playbook.personas if clearance.sees(persona.audience))
    pillars = playbook.pillars if clearance is not Clearance.PUBLIC else ()
    return replace(playbook, fit=fit, questions=questions, claims=claims, personas=personas, pillars=pillars)


def to_json(playbook: Playbook) -> str:
    """The playbook as text that an edition can hold."""
    return json.dumps(asdict(playbook), ensure_ascii=False)


def from_json(text: str) -> Playbook:
    """The playbook of an edition, an empty one where it holds none; raises `LibraryError` for anything else."""
    if not text:
        return Playbook()
    try:
        return _adapter().validate_json(text)
    except ValidationError as error:
        raise LibraryError("The playbook of the library is damaged. Run: python ingest.py --rebuild") from error


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Playbook]:
    return TypeAdapter(Playbook)


def _unfounded(playbook: Playbook, documents: Mapping[str, Clearance]) -> Iterator[tuple[str, str]]:
    """What rests on a document that is not there, or that its readers may not see, with the file that says so."""
    resting = [
        (_FIT, f"rule '{rule.rule_id}'", rule.document_id, rule.audience)
        for rule in (*playbook.fit.limits, *playbook.fit.conditions)
    ]
    resting += [
        (_MESSAGE, f"claim '{claim.claim_id}'", document, claim.audience)
        for claim in playbook.claims
        for document in claim.documents
    ]
    resting += [
        (_MESSAGE, f"pillar '{pillar.name}'", document, Clearance.RESTRICTED)
        for pillar in playbook.pillars
        for document in pillar.documents
    ]
    for file, what, document, readers in resting:
        audience = documents.get(document)
        if audience is None:
            yield file, f"{what} rests on {document}, which is not in the library. Name another one."
        elif not readers.sees(audience):
            yield (
                file,
                f"{what} is {readers} but rests on {document}, which is {audience}. "
                "Name a document that its readers may see, or change the audience.",
            )


def _path(name: str) -> str:
    return f"{FOLDER}/{name}"


def _text(folder: Path, name: str) -> str:
    path = folder / name
    try:
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise ContentError(_path(name), "is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise ContentError(_path(name), f"cannot be opened ({error.strerror}). Check its permissions.") from error
