"""The flows with and without a real Prefect server, and what Prefect keeps of them."""
