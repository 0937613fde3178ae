"""The message house and the personas, as a business writes them down: every claim has its proof, or is retired."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Checked

from assistant.cards import Card, Line, checked, load_yaml
from assistant.errors import ContentError
from assistant.model import Claim, Clearance, Persona, Pillar
from assistant.selling.phrases import PhraseError, pattern

_Id = Annotated[str, Checked(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
_MOST_PILLARS = 5


class _PillarCard(Card):
    name: Line
    documents: Annotated[tuple[Line, ...], Checked(min_length=1)]


class _ClaimCard(Card):
    id: _Id
    text: Line
    pillar: str = ""
    condition: str = ""
    documents: tuple[Line, ...] = ()
    retired: bool = False
    instead: str = ""
    audience: Clearance = Clearance.INTERNAL


class _MessageFile(Card):
    plumb_line: str = ""
    pillars: Annotated[tuple[_PillarCard, ...], Checked(max_length=_MOST_PILLARS)] = ()
    claims: tuple[_ClaimCard, ...] = ()


class _PersonaCard(Card):
    id: _Id
    name: Line
    cares_about: tuple[Line, ...] = ()
    phrases: tuple[Line, ...] = ()
    audience: Clearance = Clearance.INTERNAL


class _PersonasFile(Card):
    personas: tuple[_PersonaCard, ...] = ()


def read_message(path: str, text: str) -> tuple[str, tuple[Pillar, ...], tuple[Claim, ...]]:
    """The plumb line, its pillars and the claims of a file; raises `ContentError` that names file and claim."""
    file = checked(_MessageFile, load_yaml(path, text), path)
    pillars = tuple(Pillar(card.name, card.documents) for card in file.pillars)
    _require_once(path, "pillar", [pillar.name for pillar in pillars])
    _require_once(path, "claim", [card.id for card in file.claims])
    for card in file.claims:
        _require_sense(path, card, {pillar.name for pillar in pillars})
    claims = (
        Claim(
            card.id, card.text, card.documents, card.pillar, card.condition, card.retired, card.instead, card.audience
        )
        for card in file.claims
    )
    return file.plumb_line, pillars, tuple(claims)


def read_personas(path: str, text: str) -> tuple[Persona, ...]:
    """The personas of a file; raises `ContentError` that names file and persona."""
    cards = checked(_PersonasFile, load_yaml(path, text), path).personas
    _require_once(path, "persona", [card.id for card in cards])
    for card in cards:
        try:
            pattern(card.phrases)
        except PhraseError as error:
            raise ContentError(path, f"persona '{card.id}': {error}") from error
    return tuple(Persona(card.id, card.name, card.cares_about, card.phrases, card.audience) for card in cards)


def _require_sense(path: str, card: _ClaimCard, pillars: set[str]) -> None:
    where = f"claim '{card.id}'"
    if not card.retired and not card.documents:
        raise ContentError(path, f"{where} has no document that proves it. Name one under 'documents', or retire it.")
    if card.retired and not card.instead:
        raise ContentError(path, f"{where} is retired. Say under 'instead' what is said in its place.")
    if card.pillar and card.pillar not in pillars:
        raise ContentError(path, f"{where}: no pillar is called '{card.pillar}'. Use one of: {', '.join(pillars)}.")


def _require_once(path: str, kind: str, names: list[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ContentError(path, f"{kind} '{twice}' is there twice. Give one of them another name.")
