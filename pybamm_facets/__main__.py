"""``python -m pybamm_facets``."""

from pybamm_facets.cli import main

if __name__ == "__main__":
    main()
