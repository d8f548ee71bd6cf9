"""Impedance spectra of one particle and of the coin cell, from the cell models."""
