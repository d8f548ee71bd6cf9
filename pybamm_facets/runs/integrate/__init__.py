"""Integrate a built model: with expanded functions, with PyBaMM's solver, after a protocol."""
