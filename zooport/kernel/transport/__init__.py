"""How a method is called: over a Jupyter kernel, or over lines on standard input and output."""
