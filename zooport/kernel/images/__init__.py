"""Images as the notebooks read them: files, axes, pixel sizes, the crop that becomes the test."""
