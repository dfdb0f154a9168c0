"""The made-up town of docs/guides/add-a-city.md: its files as the guide has them."""
