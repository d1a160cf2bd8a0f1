"""Files become documents: any format and encoding in, text as it was read and metadata out.

Nothing of structure, mentions or the graph enters here.
"""

from unionkg.documents.conversion import convert
from unionkg.documents.duplicates import Duplicates
from unionkg.documents.reading import read, read_corpus
from unionkg.documents.settings import Limits, Settings
from unionkg.documents.source import Source, discover

__all__ = ["Duplicates", "Limits", "Settings", "Source", "convert", "discover", "read", "read_corpus"]
