"""The classroom: two communities on one clock, the same residents with the same issues under two organisations, in a browser."""
