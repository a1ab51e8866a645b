"""Cameras for tests and the demo: clips in a loop over RTSP, HTTP-FLV and HTTP-TS on one port, with faults on request."""
