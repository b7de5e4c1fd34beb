"""From a finished run to numbers and curves. Pure functions; nothing here changes an outcome."""

from sim.metrics.catalogue import HEADLINES, METRICS, measure
from sim.metrics.metric import Metric

__all__ = ["HEADLINES", "METRICS", "Metric", "measure"]
