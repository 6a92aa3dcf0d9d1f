"""Clausebook turns a standard, kept as bilingual clause data, into a handbook, assessments and certificates."""

__version__ = "0.1.0"
