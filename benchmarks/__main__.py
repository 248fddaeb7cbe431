"""Run every measurement, one after the other."""

from benchmarks import doubt, promethee, sensitivity, service, simulation, site, startup

startup.main()
simulation.main()
doubt.main()
sensitivity.main()
site.main()
promethee.main()
service.main()
