"""Sphinx configuration."""

from importlib.metadata import version as installed_version

project = "pybamm-facets"
author = "The pybamm-facets developers"
copyright = f"2025, {author}"
release = version = installed_version("pybamm-facets")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_inherit_docstrings = False
# The facet families as a default argument would fill a page.
autodoc_preserve_defaults = True
default_role = "literal"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True

html_theme = "pydata_sphinx_theme"
html_title = "pybamm-facets"
html_static_path = ["_static"]
html_theme_options = {"show_prev_next": True, "navigation_with_keys": False}
html_sidebars = {"**": ["sidebar-nav-bs"]}
