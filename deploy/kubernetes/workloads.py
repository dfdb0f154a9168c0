"""What runs: the pods of a service, how many there are, what is done for them when a node goes; and the migration."""

from deploy.kubernetes.manifest import Manifest, head, labels, port_of
from deploy.kubernetes.network import only_its_database
from luohu_contract.directory import BY_NAME, Role, Service

USER = 10001  #: as the image has it
SECRETS = ("LUOHU_DATABASE_URL", "LUOHU_PEER_SECRETS", "LUOHU_AUDIT_KEY")  #: everybody's
METRICS = "LUOHU_METRICS_TOKEN"  #: without it `/metrics` is closed, so it may be missing
LEAST = 2  #: replicas
MOST = {Role.CORE: 8, Role.AGENCY: 6, Role.DOOR: 6}
#: A process at rest has 150 MiB resident where it shares nothing (`python -m bench memory`), 185 under four times too
#: much load (`make bench-overload`). Processor time is what a declaration costs each of them (`make bench-scale`).
MEMORY = ("192Mi", "512Mi")
CPU = {Role.CORE: "500m", Role.AGENCY: "100m", Role.DOOR: "250m", Role.CONTROL: "100m"}


def deployment(service: Service) -> Manifest:
    return {
        **head("apps/v1", "Deployment", service.name),
        "spec": {
            "selector": {"matchLabels": labels(service.name)},
            "strategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
            "template": {
                "metadata": {"labels": labels(service.name)},
                "spec": {
                    **pod(container(service.name, ["serve", service.name], secrets_of(service), probes(service.name))),
                    "topologySpreadConstraints": [
                        {
                            "maxSkew": 1,
                            "topologyKey": "kubernetes.io/hostname",
                            "whenUnsatisfiable": "ScheduleAnyway",
                            "labelSelector": {"matchLabels": labels(service.name)},
                        }
                    ],
                    "terminationGracePeriodSeconds": 30,
                },
            },
        },
    }


def pod(only: Manifest) -> Manifest:
    """A pod of one container that may nothing but compute and speak."""
    return {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,  # variables that are named after services are no settings of ours
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": USER,
            "runAsGroup": USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [only],
        "volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}}],
    }


def container(name: str, args: list[str], secrets: tuple[str, ...], more: Manifest) -> Manifest:
    """more: probes, ports. A secret that is missing keeps the container from starting: there is no default."""
    role = BY_NAME[name].role if name in BY_NAME else Role.CONTROL  # the migration
    request, limit = MEMORY
    return {
        "name": name,
        "image": "luohu",
        "args": args,
        "envFrom": [{"configMapRef": {"name": "luohu"}}],
        "env": [*(_from_secret(f"luohu-{name}", key) for key in secrets), _from_secret("luohu-metrics", METRICS, True)],
        "resources": {"requests": {"cpu": CPU[role], "memory": request}, "limits": {"memory": limit}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],  # noqa: S108 - inside of a container
        **more,
    }


def probes(name: str) -> Manifest:
    """Ready while its database answers; alive while it listens: a restart does not bring a database back."""
    asked = {"httpGet": {"path": "/health", "port": "http"}}
    return {
        "ports": [{"name": "http", "containerPort": port_of(name)}],
        "startupProbe": {**asked, "periodSeconds": 2, "failureThreshold": 60},
        "readinessProbe": {**asked, "periodSeconds": 5, "timeoutSeconds": 5, "failureThreshold": 2},
        "livenessProbe": {"tcpSocket": {"port": "http"}, "periodSeconds": 10, "failureThreshold": 3},
        # Whoever is told to stop is out of the Service first; requests under way then have three seconds.
        "lifecycle": {"preStop": {"sleep": {"seconds": 5}}},
    }


def secrets_of(service: Service) -> tuple[str, ...]:
    """The door keeps nothing, so it needs no database; the first client is the identity service's."""
    if service.role is Role.DOOR:
        return SECRETS[1:]
    return (*SECRETS, "LUOHU_ADMIN_CLIENT_SECRET") if service.name == "identity" else SECRETS


def door_of(service: Service) -> Manifest:
    port = {"name": "http", "port": port_of(service.name), "targetPort": "http"}
    return {
        **head("v1", "Service", service.name),
        "spec": {"selector": labels(service.name), "ports": [port]},
    }


def disruptions(service: Service) -> Manifest:
    return {
        **head("policy/v1", "PodDisruptionBudget", service.name),
        "spec": {"minAvailable": 1, "selector": {"matchLabels": labels(service.name)}},
    }


def scaling(service: Service) -> Manifest:
    return {
        **head("autoscaling/v2", "HorizontalPodAutoscaler", service.name),
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": service.name},
            "minReplicas": LEAST,
            "maxReplicas": MOST[service.role],
            "metrics": [
                {
                    "type": "Resource",
                    "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}},
                }
            ],
        },
    }


def migration() -> list[Manifest]:
    """What brings the databases to the newest revision, before the services of a new version start."""
    job = {
        **head("batch/v1", "Job", "migrate"),
        "spec": {
            "backoffLimit": 6,
            "ttlSecondsAfterFinished": 3600,
            "template": {
                "metadata": {"labels": labels("migrate")},
                "spec": {**pod(container("migrate", ["migrate"], SECRETS, {})), "restartPolicy": "OnFailure"},
            },
        },
    }
    return [job, only_its_database("migrate")]


def _from_secret(secret: str, key: str, optional: bool = False) -> Manifest:
    reference = {"name": secret, "key": key, **({"optional": True} if optional else {})}
    return {"name": key, "valueFrom": {"secretKeyRef": reference}}
