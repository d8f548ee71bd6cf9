"""Reorganisation of the solvent about an ion at a facet (Eqs. 17-20)."""
