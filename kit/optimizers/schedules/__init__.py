"""Schedules: learning rates that change with the step."""
