"""One small server in the place of what cannot be had here: a Kubernetes API, a Docker API, metrics and an HTTPS site.

It answers what the client asks for, so flags, kinds, JSONPath, templates and quoting of a snippet are tried by the client itself.
It does not show what a real cluster would answer.
"""
import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

GROUPS = {  # group and version, then plural, kind and short name
    "v1": [("pods", "Pod", "po"), ("events", "Event", "ev")],
    "apps/v1": [("deployments", "Deployment", "deploy"), ("statefulsets", "StatefulSet", "sts"),
                ("daemonsets", "DaemonSet", "ds"), ("replicasets", "ReplicaSet", "rs")],
    "batch/v1": [("cronjobs", "CronJob", "cj")],
    "policy/v1": [("poddisruptionbudgets", "PodDisruptionBudget", "pdb")],
    "rbac.authorization.k8s.io/v1": [("clusterrolebindings", "ClusterRoleBinding", "crb")],
    "autoscaling/v2": [("horizontalpodautoscalers", "HorizontalPodAutoscaler", "hpa")],
}
SPEC = {
    "terminationGracePeriodSeconds": 30,
    "containers": [{"name": "shop", "image": "shop:1", "readinessProbe": {"httpGet": {"path": "/ready", "port": 80}}}],
}
OBJECTS = {
    "pods": {"spec": SPEC, "status": {"phase": "Running", "containerStatuses": [{
        "name": "shop", "image": "shop:1", "ready": True, "restartCount": 3, "state": {},
        "lastState": {"terminated": {"reason": "OOMKilled", "exitCode": 137}}}]}},
    "deployments": {"spec": {"replicas": 2, "selector": {"matchLabels": {"app": "shop"}},
                             "template": {"metadata": {"labels": {"app": "shop"}}, "spec": SPEC}}},
    "events": None,
    "replicasets": None,
}
IMAGES = [{"Id": "sha256:1", "Image": image, "Names": ["/" + image], "Created": 1} for image in ("shop:1", "redis:7", "shop:1")]
LAYERS = [{"Id": "sha256:1", "Created": 1, "CreatedBy": "RUN make TOKEN=none", "Size": 1, "Comment": "", "Tags": ["shop:1"]}]


def metrics():
    """Two histograms and a counter that grow with time."""
    for name, labels in (("http_server_requests_seconds", 'uri="/orders",'), ("jvm_gc_pause_seconds", "")):
        for place, edge in enumerate(("0.1", "0.5", "+Inf"), 1):
            yield f'{name}_bucket{{{labels}le="{edge}"}} {int(time.time()) % 100000 * place}\n'
    for result in ("ok", "failed"):
        yield f'checkout_total{{result="{result}"}} {int(time.time()) % 100000}\n'


def kubernetes(path):
    if path == "/version":
        return {"major": "1", "minor": "32", "gitVersion": "v1.32.0"}
    if path == "/api":
        return {"kind": "APIVersions", "versions": ["v1"]}
    if path == "/apis":
        versions = [version for version in GROUPS if "/" in version]
        one = lambda v: {"groupVersion": v, "version": v.split("/")[1]}
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": [
            {"name": v.split("/")[0], "versions": [one(v)], "preferredVersion": one(v)} for v in versions]}
    for version, kinds in GROUPS.items():
        root = ("/apis/" if "/" in version else "/api/") + version
        if path == root:
            return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version, "resources": [
                {"name": plural, "kind": kind, "namespaced": not plural.startswith("cluster"), "shortNames": [short],
                 "verbs": ["get", "list"]}
                for plural, kind, short in kinds]}
        rest = path.removeprefix(root + "/").removeprefix("namespaces/default/").split("/")
        for plural, kind, _ in kinds:
            if path.startswith(root + "/") and rest[0] == plural:
                body = OBJECTS.get(plural, {"spec": {}})
                meta = {"name": "shop", "namespace": "default", "creationTimestamp": "2026-01-01T00:00:00Z"}
                one = dict(body or {}, kind=kind, apiVersion=version, metadata=meta)
                young = dict(one, metadata=dict(meta, name="young"), status={})  # nothing of it has run yet
                if len(rest) > 1:
                    return {"shop": one, "young": young}.get(rest[1])
                return {"kind": kind + "List", "apiVersion": version, "metadata": {}, "items": [one, young] if body else []}
    return None


def docker(path):
    if path == "/_ping":
        return "OK"
    path = "/" + path.split("/", 2)[-1]  # without the version
    return {"/containers/json": IMAGES, "/images/shop:1/history": LAYERS}.get(path)


SITE = {"/registry/config": {"compatibilityLevel": "BACKWARD"}, "/actuator": {"_links": {}}, "/": "shop\n", "/account": "account\n",
        "/.well-known/security.txt": "Contact: mailto:security@example.com\n"}


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = urlsplit(self.path).path
        if path == "/metrics":
            body = "".join(metrics())
        elif self.headers.get("User-Agent", "").startswith("Docker-Client"):
            body = docker(path)
        else:
            body = SITE.get(path) or kubernetes(path)
        found = body is not None
        if not found:
            body = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404,
                    "message": f"{path} is not here"}
        text = body if isinstance(body, str) else json.dumps(body)
        data = text.encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/plain; version=0.0.4" if isinstance(body, str) else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Api-Version", "1.45")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that goes away in the middle is no news: scanners do nothing else."""


def serve(certificate=None):
    """Starts the server on a free port of this machine; gives it and its port."""
    server = Quiet(("127.0.0.1", 0), Answer)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.server_address[1]
