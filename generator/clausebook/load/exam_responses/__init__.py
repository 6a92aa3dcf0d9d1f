"""Readers of what people have answered in an exam: one for each kind of file."""
