"""The ground of the demo city: water, roads, blocks, divisions and what stands on them. Pure and seeded, in metres of a local frame."""
