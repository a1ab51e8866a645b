"""The register of footage that the police ask for."""
