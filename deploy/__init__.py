"""What a city is started with elsewhere: on Kubernetes, on a sharded PostgreSQL, under load."""
