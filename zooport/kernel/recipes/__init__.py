"""How each notebook predicts: Python code of ours, read off the notebook, one file per network."""
