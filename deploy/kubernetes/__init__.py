"""Manifests for Kubernetes, written from the directory of services."""
