"""From the award to the household register: steps, transfer data, papers, letters (handbook 五, DOMAIN 3.10, 3.11)."""
