"""Zoo entry of `FacetDFN`."""

from pybamm_facets.models import FacetDFN

__all__ = ["FacetDFN"]
