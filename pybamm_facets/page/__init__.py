"""The facet designer: a local page where one moves a design and sees what a cell makes of it.

``state`` is what a design is, ``computed`` what is shown of it (neither knows the browser), and
``drawn`` the page, the only place that knows Bokeh.
"""
