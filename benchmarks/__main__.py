"""Run every measurement, one after the other."""

from benchmarks import sensitivity, simulation, startup

startup.main()
simulation.main()
sensitivity.main()
