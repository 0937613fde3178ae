"""What a visitor does in a browser: read, type, press, and wait until something is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

SECONDS = 30
HIGHLIGHTED = ".stMarkdownColoredBackground"
DIALOG = "[role=dialog]"
FILES = "input[type=file]"
BOX = "[data-testid=stChatInputTextArea]"
# What a browser says of a page that does not draw as it should.
LEVEL = "SEVERE"

T = TypeVar("T")


@dataclass(frozen=True)
class Programs:
    """The addresses of the two running programs, and how long they took until both answered."""

    chat: str
    desk: str
    seconds_to_start: float


@dataclass
class Visitor:
    """Wraps a selenium driver; every wait ends with what was not seen."""

    browser: Any

    def visit(self, address: str) -> None:
        self.browser.get(address)

    def sees(self, words: str, within: str = "body", seconds: float = SECONDS) -> str:
        """Wait until `words` stand in an element; gives all that stands there."""

        def look() -> str:
            return next((one.text for one in self._all(within) if words in one.text), "")

        return self._until(look, f"{words!r} in {within}", seconds)

    def asks(self, question: str) -> None:
        from selenium.webdriver.common.keys import Keys

        box = self._until(lambda: next(iter(self._all(BOX)), None), "the question box")
        box.send_keys(question, Keys.ENTER)

    def presses(self, words: str) -> None:
        """Press the first button, link or folded part whose label begins with `words`."""

        def press() -> bool:
            button = next((one for one in self._all("button, a, summary") if self._is_called(one, words)), None)
            if button is not None:
                # Selenium alone would leave it under the question box, as no reader does.
                self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
                button.click()
            return button is not None

        self._until(press, f"a button {words!r}")

    def uploads(self, file: Path) -> None:
        """Drag a file into the first box for files, as far as a driver can drag."""
        self._until(lambda: next(iter(self._all(FILES)), None), "a box for files").send_keys(str(file))

    def answers(self, words: str) -> list[str]:
        """The messages of the conversation that hold `words`."""
        return [one.text for one in self._all("[data-testid=stChatMessage]") if words in one.text]

    def leaves_source(self) -> None:
        from selenium.webdriver.common.keys import Keys

        self.browser.switch_to.active_element.send_keys(Keys.ESCAPE)
        self._until(lambda: not self._all(DIALOG), "the source closed")

    def serious_errors(self) -> list[str]:
        """What the browser's console says of errors, one inline script that Streamlit's page has aside (R7)."""
        entries = self.browser.get_log("browser")
        return [one["message"] for one in entries if one["level"] == LEVEL and "inline script" not in one["message"]]

    def _all(self, selector: str) -> list[Any]:
        return list(self.browser.find_elements("css selector", selector))

    def _is_called(self, button: Any, words: str) -> bool:
        # The names of icons are text too, in lines of their own.
        return any(line.startswith(words) for line in str(button.text).strip().split("\n"))

    def _until(self, look: Callable[[], T], what: str, seconds: float = SECONDS) -> T:
        from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
        from selenium.webdriver.support.ui import WebDriverWait

        ignored = (StaleElementReferenceException, WebDriverException)
        wait = WebDriverWait(self.browser, seconds, 0.1, ignored_exceptions=ignored)
        return wait.until(lambda _: look(), f"{what} was not seen within {seconds} s")
