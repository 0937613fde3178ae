"""Words that speak for a stage: those of every trade, which ship with the package, and those that a playbook adds."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

from pydantic import Field as Checked

from assistant.cards import Card, Line, checked, load_yaml
from assistant.errors import ContentError
from assistant.model import PurchaseStage, StageCue, StageExample
from assistant.selling.phrases import PhraseError, pattern

_SHIPPED, _EXAMPLES = "stages.yaml", "examples.yaml"


class _CueCard(Card):
    stage: PurchaseStage
    weight: Annotated[float, Checked(gt=0, le=4)] = 2.0
    phrases: Annotated[tuple[Line, ...], Checked(min_length=1)]


class _ExampleCard(Card):
    stage: PurchaseStage
    texts: Annotated[tuple[Line, ...], Checked(min_length=1)]


class _CuesFile(Card):
    cues: tuple[_CueCard, ...] = ()
    examples: tuple[_ExampleCard, ...] = ()


def read_cues(path: str, text: str) -> tuple[StageCue, ...]:
    """The cues of a file; raises `ContentError` that names the file, the stage and the phrase."""
    found = []
    for card in checked(_CuesFile, load_yaml(path, text), path).cues:
        if card.stage is PurchaseStage.UNKNOWN:
            raise ContentError(path, "no words speak for the stage 'unknown'. Remove its cues.")
        try:
            pattern(card.phrases)
        except PhraseError as error:
            raise ContentError(path, f"stage '{card.stage}': {error}") from error
        found.append(StageCue(card.stage, card.phrases, card.weight))
    return tuple(found)


def read_examples(path: str, text: str) -> tuple[StageExample, ...]:
    """The examples of a file; raises `ContentError` that names the file and the stage."""
    cards = checked(_CuesFile, load_yaml(path, text), path).examples
    return tuple(StageExample(card.stage, card.texts) for card in cards)


def shipped_cues() -> tuple[StageCue, ...]:
    """The cues of every trade."""
    return read_cues(_SHIPPED, _shipped(_SHIPPED))


def shipped_examples() -> tuple[StageExample, ...]:
    """The examples of every trade."""
    return read_examples(_EXAMPLES, _shipped(_EXAMPLES))


def _shipped(name: str) -> str:
    return files("assistant.selling").joinpath(name).read_text(encoding="utf-8")
