"""Measurements of the studio as a person has it: in JupyterLab, in a browser."""
