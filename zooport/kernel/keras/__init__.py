"""Networks of Keras: their files, what they hold, and running them in their own framework."""
