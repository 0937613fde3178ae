"""How good retrieval and answers are on a set of questions whose answers are known; no program that serves loads it."""
