"""Electronic interaction of lithium with a facet's bands (Eqs. 12-16)."""
