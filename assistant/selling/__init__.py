"""Decisions over what was said and what the business wrote down, each with its why."""
