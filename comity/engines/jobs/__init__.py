"""The queue: work that outlives a request, done by a process of its own, resumed where that process was killed."""

from comity.engines.jobs.model import Cancelled, Interrupted, Job, NewJob, Progress, State

__all__ = ["Cancelled", "Interrupted", "Job", "NewJob", "Progress", "State"]
