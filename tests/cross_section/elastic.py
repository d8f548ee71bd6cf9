"""Elastic constants and a partial molar volume for tests: those of the paper."""

from pybamm_facets.paper import PAPER_ALPHA, PAPER_POISSONS_RATIO, PAPER_YOUNGS_MODULUS

ALPHA, E, NU = PAPER_ALPHA, PAPER_YOUNGS_MODULUS, PAPER_POISSONS_RATIO
