"""Media gateways and devices over HTTP: who is asked, how, and what a gateway says of its cameras."""
