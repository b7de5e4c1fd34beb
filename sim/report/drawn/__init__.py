"""The pictures of a report, one per file: each draws what it is given, in the reader's language, and nothing of the reader's settings is changed."""
