"""Who may speak with whom: nobody, but those who do (see `directory.EDGES`)."""

from deploy.kubernetes.manifest import Manifest, head, labels, pods, port_of
from luohu_contract.directory import AGENCIES, SERVICES, Role, Service

POSTGRES = 5432  #: wherever it stands: narrow it where you know
OF_THE_CITY = {"app.kubernetes.io/part-of": "luohu"}


def asked_by(service: Service) -> list[str]:
    """Who sends requests to a service of production. Everybody who reads tokens fetches the keys of identity."""
    if service.role is Role.DOOR:
        return []
    if service.name == "identity":
        return [each.name for each in SERVICES if each.name not in ("identity", "sandbox")]
    if service.role is Role.AGENCY:
        return ["gateway", "declaration"]
    return ["gateway", *(agency.name for agency in AGENCIES)]


def who_speaks_with(service: Service) -> Manifest:
    """Only who asks it may reach it, and it reaches only whom it asks, and its database."""
    asks = [each.name for each in SERVICES if each.role is not Role.CONTROL and service.name in asked_by(each)]
    if service.role is Role.CONTROL:
        asks = [each.name for each in SERVICES if each.role not in (Role.DOOR, Role.CONTROL)]
    out: list[Manifest] = [{"to": [pods(name)], "ports": [{"port": port_of(name)}]} for name in asks]
    if service.role is not Role.DOOR:
        out.append({"ports": [{"port": POSTGRES}]})
    port = {"ports": [{"port": port_of(service.name)}]}
    return {
        **head("networking.k8s.io/v1", "NetworkPolicy", service.name),
        "spec": {
            "podSelector": {"matchLabels": labels(service.name)},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"from": [pods(name) for name in asked_by(service)], **port} if asked_by(service) else port],
            "egress": out,
        },
    }


def beside_the_sandbox(sandbox: Service) -> Manifest:
    """Where there is a control plane, it reaches everybody, and everybody's clerks and the door reach it."""
    return {
        **head("networking.k8s.io/v1", "NetworkPolicy", "beside-the-sandbox"),
        "spec": {
            "podSelector": {"matchLabels": OF_THE_CITY},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"from": [pods(sandbox.name)]}],
            "egress": [{"to": [pods(sandbox.name)], "ports": [{"port": port_of(sandbox.name)}]}],
        },
    }


def only_its_database(name: str) -> Manifest:
    """For what is asked by nobody and asks nobody."""
    return {
        **head("networking.k8s.io/v1", "NetworkPolicy", name),
        "spec": {
            "podSelector": {"matchLabels": labels(name)},
            "policyTypes": ["Ingress", "Egress"],
            "egress": [{"ports": [{"port": POSTGRES}]}],
        },
    }
