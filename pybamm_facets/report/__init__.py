"""Figures and records of runs: the only place that draws."""
