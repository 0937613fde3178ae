"""The language of a question, told by its little words."""

import pytest

from assistant.library.language import language


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("How accurate is the L1 at -30 °C?", "en"),
        ("what does it cost", "en"),
        ("who are your sub-processors, i.e. how many are there", "en"),
        ("Does Café Zürich use the L1 in an ULT?", "en"),
        ("price for one P1?", "en"),
        ("Wie genau ist der L1 bei −30 °C?", "de"),
        ("Was kostet ein Sensor?", "de"),
        ("Wie viele Sensoren brauchen wir für einen Kühlraum?", "de"),
        ("Quelle est la précision du L1 à −30 °C ?", "fr"),
        ("Combien coûte un capteur ?", "fr"),
        ("¿Cuánto cuesta un sensor?", "es"),
        ("Quanto costa il sensore?", "it"),
        ("Hoeveel sensoren kan een gateway hebben?", "nl"),
        ("Quanto custa o sensor?", "pt"),
        ("Hur länge är en offert giltig?", "sv"),
        ("Hvor mange sensorer har vi behov for til et kølerum?", "da"),
        ("Jak długo jest ważna oferta?", "pl"),
        ("RPO RTO", ""),
        ("±0.5 °C?", ""),
        ("MQTT available?", ""),
        ("L1 vs P1", ""),
    ],
)
def test_a_question_is_known_by_its_little_words(question: str, code: str) -> None:
    assert language(question) == code
