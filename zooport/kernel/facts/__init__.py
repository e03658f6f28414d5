"""What is known of a training: parameters, quality control, reports, versions, each with where it came from."""
