"""Equivalent circuits: elements, composition, fits and what a spectrum says about them."""
