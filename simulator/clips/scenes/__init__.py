"""The places that the demo's cameras look at: what stands there, and what moves."""
