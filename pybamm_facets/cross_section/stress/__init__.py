"""Stress that lithium brings to the grains of a section (Eqs. 7-10)."""
