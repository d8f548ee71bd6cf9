"""Grains of a particle beside its radial model: transport, stress."""
