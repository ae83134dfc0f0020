"""What could still become of a verdict: the permits that came close, the facts that matter, the lawful changes."""
