"""A form over a standard, as something people fill in."""
