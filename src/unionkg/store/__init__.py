"""The one door to the triple stores: the one on this machine, and any SPARQL 1.1 endpoint (`remote`).

No question, no label and no record of another room enters here. Who asks an endpoint loads `remote`:
its HTTP client takes time.
"""

from unionkg.store.askable import PREFIXES, Answer, Askable, Term
from unionkg.store.local import CHUNK, Store, Writer, copy

__all__ = ["CHUNK", "PREFIXES", "Answer", "Askable", "Store", "Term", "Writer", "copy"]
