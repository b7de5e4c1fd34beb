"""The version of the package and of the engine's numbers."""

VERSION = "0.1.0"
