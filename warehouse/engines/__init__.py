"""Where models are computed; each engine defines the vocabulary for itself."""
