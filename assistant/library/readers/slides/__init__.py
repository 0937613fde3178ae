"""PPTX: each slide under its title, in reading order, with its notes apart."""
