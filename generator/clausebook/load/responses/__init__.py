"""Readers of answers. Every file is hostile until it has been checked; a bad one is one rejected record."""
