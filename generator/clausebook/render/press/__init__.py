"""Documents of one shape by the hundred thousand.

A template is laid out and written once with its slots open (`prototype`) and cut into what is the same in all
documents and what is not (`compiling`, `plate`). Each document then only sets its own texts and drawings in between
(`setting`, `glyphs`). The pages are those that laying out the filled template would give; the file has its objects in
another order.
"""
