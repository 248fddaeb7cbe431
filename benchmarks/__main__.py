"""Run every measurement, one after the other."""

from benchmarks import promethee, sensitivity, simulation, site, startup

startup.main()
simulation.main()
sensitivity.main()
site.main()
promethee.main()
