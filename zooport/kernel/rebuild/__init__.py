"""Networks whose files hold weights alone, built again from plain Keras layers: no library of theirs is needed."""
