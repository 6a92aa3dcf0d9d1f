"""The standard as a handbook: plain Markdown pages, their navigation, and the words that search must know."""
