"""PDF: characters to lines, lines to paragraphs, headings, lists and tables, in reading order."""
