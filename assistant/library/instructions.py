"""Sentences that address the assistant instead of the reader of a document."""

from __future__ import annotations

import re

_MODEL = (
    r"(?:(?:ai|digital|virtual)\s+assistant|ai\s+chatbot|assistant|chatbot|chat bot|language model|llm|gpt|chatgpt"
    r"|ai model|ai system|ai|bot|ki|assistent)"
)
_RULES = r"(?:instructions?|prompts?|anweisungen|consignes|instrucciones|istruzioni)"
_ALL = r"(?:(?:all|any|the|your|every|of|alle|deine|toutes|les|vos|todas|las|tus|tutte|le)\s+){0,3}"
_BEFORE = (
    r"(?:previous|prior|above|earlier|preceding|existing|other|system|safety|original|vorherigen|vorigen|bisherigen"
    r"|précédentes|anteriores|precedenti)"
)
# "Override rules" may be about linters; the rules of before are meant for whoever reads.
_EARLIER = (
    rf"{_ALL}(?:(?:{_BEFORE}\s+){{1,3}}(?:rules|guidelines|directions|directives|regeln|{_RULES})|(?:your|deine|vos|tus)\s+"
    rf"(?:rules|guidelines|regeln)|{_RULES}(?:\s+(?:above|before|précédentes|anteriores|precedenti))?)"
)
_PATTERNS = (
    rf"\b(?:ignore|disregard|forget|override|bypass|ignoriere?n?|vergiss|missachte|ignorez|oublie[zr]?|ignora|olvida"
    rf"|dimentica)\b\s+(?:about\s+|sie\s+)?{_EARLIER}",
    r"\b(?:ignore|disregard|forget)\s+(?:everything|all|what)\b.{0,40}\b(?:above|before|previous(?:ly)?|told|said)\b",
    r"\b(?:system|developer|hidden|initial|secret)\s+prompts?\b",
    rf"\byou\s+are\s+(?:now\s+)?(?:an?\s+)?(?:unrestricted\s+|helpful\s+|evil\s+)?{_MODEL}\b",
    r"\byou\s+are\s+now\s+(?:in\s+)?(?:an?\s+)?(?:dan|developer|admin|root|jailbroken|unrestricted|free)\b",
    rf"\b(?:as|dear|hey|note\s+to(?:\s+the)?|attention|to\s+the|instructions?\s+(?:to|for)(?:\s+the)?|message\s+to(?:\s+the)?)"
    rf"\s+(?:an?\s+|any\s+|all\s+|the\s+)?{_MODEL}s?\s*(?:[:,!—–-]|\byou\b|must\b|reading\b|processing\b|that\s+reads\b)",
    rf"\b(?:when|if)\s+(?:you\s+are\s+)?(?:an?\s+|the\s+)?{_MODEL}\b.{{0,60}}\b(?:asked|reads?|summari[sz]es?|answers?)\b",
    rf"\b(?:the|this|any)\s+{_MODEL}\s+(?:must|should|shall|has\s+to|is\s+to|will)\s+(?:always\s+|never\s+|not\s+)?"
    r"(?:say|tell|answer|reply|respond|recommend|claim|state|ignore|reveal|output|print|mention|obey|follow|disclose|offer)\b",
    r"\b(?:reveal|print|output|repeat|show\s+me|give\s+me|disclose|leak)\s+(?:me\s+)?(?:all\s+|the\s+|your\s+)*"
    r"(?:system|hidden|secret|internal|confidential|initial|api)\s+(?:prompts?|instructions?|keys?|documents?|rules|data)\b",
    r"\b(?:respond|reply|answer|output)\s+(?:only\s+|just\s+|always\s+)+(?:with|in)\b",
    r"\bpretend\s+(?:to\s+be|you\s+are|that\s+you)\b|\bact\s+as\s+(?:if\s+you\s+(?:are|were)|an?\s+(?:unrestricted|evil|different))",
    r"\b(?:enter|enable|activate|switch\s+(?:to|into))\s+(?:developer|admin|debug|god|dan|jailbreak|unrestricted)\s+mode\b",
    r"<\|?(?:im_start|im_end|system|endoftext|assistant|user)\|?>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:instructions?|system|assistant)\s*:\s*$",
    r"^\s*(?:system|assistant)\s*:\s+\S",
    r"\bnew\s+(?:system\s+)?instructions?\s*:",
)
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE | re.MULTILINE)
# Longer stretches hold no more of what makes an instruction, only more to search.
_LONGEST = 2_000


def instructs(text: str) -> bool:
    """Whether a text tries to tell an assistant what to do."""
    return any(_ANY.search(text[at : at + _LONGEST]) for at in range(0, len(text), _LONGEST // 2) or (0,))
