"""What Word, PowerPoint and Excel files have in common: a ZIP archive of XML parts, tables, charts, lists."""
