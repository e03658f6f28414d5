"""How a network of one's own is written: every form of weights, and the proof of each."""
