"""Cells that are cycled and age, and what their fade can and cannot tell."""
