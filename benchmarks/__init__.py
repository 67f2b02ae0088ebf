"""How fast kit is, next to Keras and PyTorch: `python -m benchmarks`.

Every file in `workloads` is one thing that is measured, with the programs of all
libraries side by side. The rest runs them in turn and makes a table.
"""
