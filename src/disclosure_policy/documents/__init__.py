"""Files to plain values with line and column, and values to models.

In comes the text of a YAML or JSON file; out goes a `Document`, or a model of what it says, or everything that is
wrong with it, each at its place. It knows no law, and never opens a file.
"""

from disclosure_policy.documents.document import Document, Path, ReadingError, below, of_value
from disclosure_policy.documents.validating import IN_PART, LISTED, ONE, details_of, mismatches, model_of
from disclosure_policy.documents.yaml_reader import read

__all__ = [
    "IN_PART",
    "LISTED",
    "ONE",
    "Document",
    "Path",
    "ReadingError",
    "below",
    "details_of",
    "mismatches",
    "model_of",
    "of_value",
    "read",
]
