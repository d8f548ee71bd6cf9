"""From the resistances of several particles to the exchange current of each facet (Eq. 6)."""
