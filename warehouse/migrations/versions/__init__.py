"""One module per migration, in the order of its number; never edited after release."""
