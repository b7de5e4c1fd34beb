"""The chapters of the report of a study, one per file: each makes sections from what `sim.report.study_findings` holds, in one language."""
