"""The version of this package; a test compares it with the package's metadata, which are slow to read."""

VERSION = "0.1.0"
