"""Run every measurement, one after the other."""

from benchmarks import startup

startup.main()
