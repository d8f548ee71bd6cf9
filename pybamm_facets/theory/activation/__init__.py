"""Activation energies of facets, what explains a ratio, and a table for a cell (Eqs. 3, 4, 11)."""
