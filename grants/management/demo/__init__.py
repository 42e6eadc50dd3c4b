"""The demo programme: data files and what turns them into actions. All names in it are invented."""
