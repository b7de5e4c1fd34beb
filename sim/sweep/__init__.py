"""Studies of many runs that cannot be lost: a table of runs, made on any number of processes or machines, kept one by one."""
