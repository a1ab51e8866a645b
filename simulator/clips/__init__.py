"""The demo's cameras, drawn: small scenes in true perspective, encoded once and then played in a loop."""
