"""The story: what happens when someone speaks."""

from assistant.conversation.asking import Assistant
from assistant.conversation.story import Conversations, Dialogue

__all__ = ["Assistant", "Conversations", "Dialogue"]
