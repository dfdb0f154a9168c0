"""What the service is made of, one module for each part of the handbook; `app` puts them together."""
