"""The page: one HTML file that opens offline. Everything it shows comes in as records of `exhibit`.

No RDF term, no file of the ontology and no network address enters here.
"""

from unionkg.views.page import Page, Precision
from unionkg.views.render import framed, render, write

__all__ = ["Page", "Precision", "framed", "render", "write"]
