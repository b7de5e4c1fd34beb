"""Many runs: replications of one scenario, and comparisons of several on the same residents with the same problems."""
