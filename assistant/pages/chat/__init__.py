"""The customers' chat: one page."""
