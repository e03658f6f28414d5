"""Finding trained networks: in the kernel, and in the folders that training left behind."""
