"""Spectra: measured once, read from files, tested for what a steady, linear system can give."""
