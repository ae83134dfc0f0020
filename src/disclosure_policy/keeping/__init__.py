"""What reading and parsing came to, found by content and kept between runs as plain JSON."""
