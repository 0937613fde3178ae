"""The parts of a playbook as rows of a table: cells of a data frame are shown as text, never live."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.model import FitRule, Playbook
from assistant.pages.texts import text

Rows = list[dict[str, object]]


def rules_table(rules: Iterable[FitRule]) -> Rows:
    """Rules of fit with the documents that they rest on."""
    return [
        {
            text("playbook.column_rule"): rule.rule_id,
            text("playbook.column_text"): rule.text,
            text("playbook.column_document"): rule.document_id,
            text("playbook.column_audience"): text(f"audience.{rule.audience}"),
            text("playbook.column_better"): rule.better_option,
        }
        for rule in rules
    ]


def claims_table(playbook: Playbook) -> Rows:
    """What may be said with its proof and condition, and what is said no more with what is said instead."""
    return [
        {
            text("playbook.column_text"): one.text,
            text("playbook.column_state"): text("playbook.retired" if one.retired else "playbook.approved"),
            text("playbook.column_pillar"): one.pillar,
            text("playbook.column_condition"): one.instead if one.retired else one.condition,
            text("playbook.column_document"): ", ".join(one.documents),
        }
        for one in playbook.claims
    ]


def personas_table(playbook: Playbook) -> Rows:
    """The types of people that the business meets."""
    return [
        {text("playbook.column_persona"): one.name, text("playbook.column_cares"): ", ".join(one.cares_about)}
        for one in playbook.personas
    ]


def questions_table(playbook: Playbook) -> Rows:
    """The questions worth asking, with their reasons."""
    labels = {field.name: field.label for field in playbook.fields}
    return [
        {
            text("playbook.column_question"): one.text,
            text("playbook.column_reason"): one.reason,
            text("playbook.column_field"): labels.get(one.field, one.field),
            text("playbook.column_kind"): text(f"question.{one.type}"),
            text("playbook.column_impact"): one.impact,
            text("playbook.column_stages"): ", ".join(text(f"stage.{stage}") for stage in one.stages),
        }
        for one in playbook.questions
    ]


def fields_table(playbook: Playbook) -> Rows:
    """What customers tell, and how they say it."""
    return [
        {
            text("playbook.column_field"): one.label,
            text("playbook.column_holds"): one.kind.value.replace("_", " "),
            text("playbook.column_phrases"): ", ".join(
                (*one.phrases, *one.nouns, *(words for choice in one.choices for words in choice.phrases))
            ),
        }
        for one in playbook.fields
    ]


def cues_table(playbook: Playbook) -> Rows:
    """The words that speak for a stage."""
    return [
        {
            text("playbook.column_stages"): text(f"stage.{one.stage}"),
            text("playbook.column_weight"): one.weight,
            text("playbook.column_phrases"): ", ".join(one.phrases),
        }
        for one in playbook.cues
    ]
