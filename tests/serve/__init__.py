"""The outbox, the rerun that fills it, and the service that reruns by itself."""
