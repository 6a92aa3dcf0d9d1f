"""From answers to exact scores. Pure: no files, no clock, no floats."""
