"""Running the weights of a bundle in their own framework, each in a process of its own."""
