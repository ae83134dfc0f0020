"""The whole reasoning of a decision as a tree, in words and as a picture."""
