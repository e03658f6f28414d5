"""What happens before and after a network, found by trying the operations of the model description."""
