"""What happens to residents, whoever governs: latent issues, drawn before the run."""

from sim.demand.trace import draw_issues

__all__ = ["draw_issues"]
