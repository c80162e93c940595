"""What was done, done again from archive and log alone: `kinerja rebuild` and `kinerja reproduce`."""
