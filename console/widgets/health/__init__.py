"""How the cameras do: one line each, the worst first, by the gateway that they come from."""
