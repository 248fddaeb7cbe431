"""Run every measurement, one after the other."""

from benchmarks import promethee, sensitivity, service, simulation, site, startup

startup.main()
simulation.main()
sensitivity.main()
site.main()
promethee.main()
service.main()
