"""An app of tests alone: what its tasks did stands in a file, for tests with real workers."""
