"""A determination letter: what it holds, its sentences and reasons, and its setting as Markdown, HTML or PDF."""
