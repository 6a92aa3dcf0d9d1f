"""How things are drawn: templates, words of the interface, the clock, and PDF."""
