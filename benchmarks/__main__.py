"""Run every measurement, one after the other."""

from benchmarks import promethee, sensitivity, simulation, startup

startup.main()
simulation.main()
sensitivity.main()
promethee.main()
