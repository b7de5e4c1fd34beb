"""The chapters of a report, one file each, in the order in which `sim.report.compose` puts them."""
