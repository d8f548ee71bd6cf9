"""Constants of Li et al. 2025 for the stress of grains, and the strain that they report.

doi 10.1038/s41467-025-65068-5, Eqs. 7, 8 and 10.
"""

PAPER_ALPHA = 1.23e-5
"""Partial molar volume as printed with Eqs. 7 and 8 [m3.mol-1]."""
PAPER_YOUNGS_MODULUS = 140e9
"""[Pa], same place."""
PAPER_POISSONS_RATIO = 0.2166
"""Same place."""
PAPER_STRAIN = 3e-4
"""Largest strain that is reported, by Eq. 10."""
