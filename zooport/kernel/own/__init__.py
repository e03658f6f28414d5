"""Networks of one's own: of PyTorch or Keras, in no catalogue."""
