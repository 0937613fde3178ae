"""DOCX: paragraphs, lists, tables and notes in the order in which Word shows them."""
