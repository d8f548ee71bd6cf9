"""Questions that anyone asks of any particle, each a thin caller of the engine."""
