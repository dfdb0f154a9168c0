"""What runs in the peers' own environment: nothing here, or above, imports luohu."""
