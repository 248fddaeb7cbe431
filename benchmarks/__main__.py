"""Run every measurement, one after the other."""

from benchmarks import sensitivity, service, simulation, site, startup

startup.main()
simulation.main()
sensitivity.main()
site.main()
service.main()
