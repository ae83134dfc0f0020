"""How well the scenarios probe the law: what they cover, and which mistakes in it they would notice."""
