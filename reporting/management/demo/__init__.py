"""The results of the demo programme: what its projects and chambers report, firm by firm."""
