"""The graph: N-Quads of one document, of the knowledge and of a run, with all IRIs made in one place.

No store, no query and no stage of extraction enters here.
"""
