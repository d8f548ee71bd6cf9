"""Held against other people's measurements: series over rate and over cycles."""
