"""The commands ``pybamm-facets eis``: what each takes, does and shows."""
