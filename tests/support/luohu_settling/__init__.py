"""What tests of the settlement do: win an award, enter transfer data, stand at the counters."""
