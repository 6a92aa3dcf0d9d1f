"""Scanned answer cards: found in pictures, straightened, and read; what is in doubt is never guessed."""
