"""`luohu verify` on the control plane's side: one moment of a world on all services, their checks, and the joins."""
