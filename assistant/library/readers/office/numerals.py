"""The numbers of numbered lists as they are shown: 3, c, iii."""

from __future__ import annotations

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_ONES = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def numeral(number: int, style: str) -> str:
    """A number in the style that Word or PowerPoint name: "lowerRoman", "alphaUcPeriod" and so on."""
    style = style.lower()
    capital = "upper" in style or "uc" in style
    if not 0 < number < 4000:
        return str(number)
    if "letter" in style or "alpha" in style:
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif "roman" in style:
        text = _roman(number)
    else:
        return f"{number:02d}" if style == "decimalzero" else str(number)
    return text.upper() if capital else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in (*_ROMAN, *_ROMAN_ONES):
        text += sign * (number // value)
        number %= value
    return text
