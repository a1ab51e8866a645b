"""Layers of the city as files for other programs: tables, geographic files, projects of QGIS, and reports to be mailed."""
