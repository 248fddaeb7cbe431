"""Answers leave: pages, files and terminals, all from the same result objects."""
