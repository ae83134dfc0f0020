"""Many requests at once: frames of requests to frames of decisions."""
