"""Run every measurement, one after the other."""

from benchmarks import simulation, startup

startup.main()
simulation.main()
