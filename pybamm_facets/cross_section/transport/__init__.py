"""Lithium in the grains of a section, resolved and averaged."""
