"""Sphinx configuration."""

import os
import sys
from importlib.metadata import version as installed_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

from reference_names import listed_names, page_names

project = "pybamm-facets"
author = "The pybamm-facets developers"
copyright = f"2025, {author}"
release = version = installed_version("pybamm-facets")

extensions = [
    "myst_parser",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_gallery.gen_gallery",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "mathml",
    "public_names",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build", "gallery/**/*.ipynb", "gallery/**/*.py"]

myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence"]
myst_heading_anchors = 3

templates_path = ["_templates"]
autosummary_filename_map = page_names(listed_names(Path(__file__).parent / "reference" / "api"))
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_inherit_docstrings = False
# The facet families as a default argument would fill a page.
autodoc_preserve_defaults = True
autodoc_type_aliases = {
    name: name for name in ("ArrayLike", "FloatArray", "IntArray", "BoolArray", "ComplexArray")
}
html_math_renderer = "mathml"
default_role = "literal"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True

# The scripts are run by the tests, which hold their numbers; here they are shown.
sphinx_gallery_conf = {
    "examples_dirs": "../experiments",
    "gallery_dirs": "gallery",
    "plot_gallery": False,
    "filename_pattern": r"/e\d\d_",
    "copyfile_regex": r".*\.rst",
    "remove_config_comments": True,
    "show_signature": False,
    "within_subsection_order": "FileNameSortKey",
}

# The inventories of other projects need a network, and a build without one must not fail.
if os.environ.get("DOCS_LINK_TO_OTHERS"):
    extensions.append("sphinx.ext.intersphinx")
    intersphinx_mapping = {
        "python": ("https://docs.python.org/3", None),
        "pybamm": ("https://docs.pybamm.org/en/latest", None),
        "numpy": ("https://numpy.org/doc/stable", None),
        "scipy": ("https://docs.scipy.org/doc/scipy", None),
        "pandas": ("https://pandas.pydata.org/docs", None),
    }

# Prompts and what a command prints are not copied.
copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True

html_theme = "pydata_sphinx_theme"
html_title = "pybamm-facets"
html_static_path = ["_static"]
html_show_sourcelink = False
html_theme_options = {
    "show_prev_next": True,
    "navigation_with_keys": False,
    "secondary_sidebar_items": {"index": [], "gallery/index": [], "**": ["page-toc"]},
}
html_sidebars = {"index": [], "**": ["sidebar-nav-bs"]}
html_css_files = ["wrapped.css"]
