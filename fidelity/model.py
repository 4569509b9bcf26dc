"""Holds an answer on the wire against botocore's model of the service.

Clients forgive much: they skip members that they do not know, and take a number for a text. What they forgive is told here: members
that the model lacks, members that it requires, types, enums, lengths and patterns, the status, and whether the operation declares the error.
"""

import json
import re
import xml.etree.ElementTree as tree

# Errors that every operation may answer without declaring them (the API references' "Common Errors", and what services throttle with).
COMMON = {
    "AccessDenied", "AccessDeniedException", "InternalFailure", "MissingAuthenticationToken", "SerializationException", "ServiceException",
    "Throttling", "ThrottlingException", "ValidationException", "MalformedXML",
}  # fmt: skip


def breaches_of(operation, response, error):
    found = []
    if error is not None:
        check_error(operation, response, error, found)
        return found
    expected = operation.http.get("responseCode", 200)
    shape = operation.output_shape
    has_status = shape is not None and any(m.serialization.get("location") == "statusCode" for m in shape.members.values())
    if response["status_code"] != expected and not has_status:
        found.append(f"status {response['status_code']}, not {expected}")
    if shape is not None:
        check_output(operation, shape, response, found)
    return found


def check_output(operation, shape, response, found):
    payload = shape.serialization.get("payload")
    body = response["body"]
    if payload is not None:
        shape = shape.members[payload]
        if shape.type_name == "blob" or hasattr(body, "read"):
            return
    if operation.service_model.protocol == "rest-xml":
        if body:
            root = tree.fromstring(body)
            if local(root.tag) != shape.serialization.get("name", shape.name) and payload is not None:
                found.append(f"root element {local(root.tag)}, not {shape.name}")
            XmlCheck(found).value(shape, root, local(root.tag))
    else:
        JsonCheck(found, operation.service_model.metadata).value(shape, json.loads(body or "{}"), "")


def check_error(operation, response, error, found):
    code = error["code"]
    declared = {shape.name: shape for shape in operation.error_shapes}
    shape = declared.get(code)
    if shape is None:
        if code not in COMMON:
            found.append(f"error {code} is not declared by {operation.name}")
        return
    # JSON services answer 400 to what is the caller's fault, whatever the model says for their Query faces.
    is_json = operation.service_model.protocol == "json"
    status = 400 if is_json else shape.metadata.get("error", {}).get("httpStatusCode", 400)
    if response["status_code"] != status:
        found.append(f"status {response['status_code']} of {code}, not {status}")


def local(tag):
    return tag.rsplit("}", 1)[-1]


class Check:
    def __init__(self, found):
        self.found = found

    def wrong(self, path, words):
        self.found.append(f"{path or '(answer)'}: {words}")

    def value(self, shape, value, path):
        getattr(self, shape.type_name, self.anything)(shape, value, path)

    def anything(self, shape, value, path):
        self.wrong(path, f"a {shape.type_name} cannot be checked")

    def text(self, shape, value, path):
        limits = shape.metadata
        if shape.enum and value not in shape.enum:
            self.wrong(path, f"{value} is not of {shape.name}")
        if not limits.get("min", 0) <= len(value) <= limits.get("max", float("inf")):
            self.wrong(path, f"a length of {len(value)} is not that of {shape.name}")
        if "pattern" in limits and not matches(limits["pattern"], value):
            self.wrong(path, f"{value} does not match {limits['pattern']}")

    def required(self, shape, present, path):
        for name in shape.required_members:
            member = shape.members[name]
            if "location" not in member.serialization and self.wire_name(name, member) not in present:
                self.wrong(path, f"{name} is required")

    @staticmethod
    def wire_name(name, member):
        return member.serialization.get("name", name)

    def members(self, shape):
        body = {name: member for name, member in shape.members.items() if "location" not in member.serialization}
        return {self.wire_name(name, member): member for name, member in body.items()}


def matches(pattern, value):
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True  # Java's classes of characters: not ours to judge


class JsonCheck(Check):
    def __init__(self, found, metadata):
        super().__init__(found)
        self.times = "iso8601" if metadata["protocol"] == "rest-xml" else "unixTimestamp"

    def expect(self, kinds, value, path, words):
        right = isinstance(value, kinds) and not (isinstance(value, bool) and bool not in kinds)
        if not right:
            self.wrong(path, f"{json.dumps(value)} is no {words}")
        return right

    def structure(self, shape, value, path):
        if not self.expect((dict,), value, path, "structure"):
            return
        members = self.members(shape)
        for name, member in value.items():
            if name not in members:
                if name != "__type":
                    self.wrong(join(path, name), f"{shape.name} has no such member")
            else:
                self.value(members[name], member, join(path, name))
        self.required(shape, value, path)

    def list(self, shape, value, path):
        if self.expect((list,), value, path, "list"):
            for item in value:
                self.value(shape.member, item, f"{path}[]")

    def map(self, shape, value, path):
        if self.expect((dict,), value, path, "map"):
            for key, item in value.items():
                self.value(shape.key, key, f"{path}<{key}>")
                self.value(shape.value, item, f"{path}<{key}>")

    def string(self, shape, value, path):
        if self.expect((str,), value, path, "text"):
            self.text(shape, value, path)

    def boolean(self, _shape, value, path):
        self.expect((bool,), value, path, "boolean")

    def integer(self, _shape, value, path):
        self.expect((int,), value, path, "integer")

    long = integer

    def double(self, _shape, value, path):
        self.expect((int, float), value, path, "number")

    float = double

    def blob(self, _shape, value, path):
        self.expect((str,), value, path, "BASE64")

    def timestamp(self, shape, value, path):
        form = shape.serialization.get("timestampFormat", self.times)
        self.expect((int, float) if form == "unixTimestamp" else (str,), value, path, form)


class XmlCheck(Check):
    def structure(self, shape, element, path):
        members = self.members(shape)
        flat = {self.item_name(m): m for m in members.values() if m.type_name == "list" and m.serialization.get("flattened")}
        for child in element:
            name = local(child.tag)
            if name in flat:
                self.value(flat[name].member, child, join(path, name))
            elif name in members:
                self.value(members[name], child, join(path, name))
            else:
                self.wrong(join(path, name), f"{shape.name} has no such member")
        self.required(shape, {local(child.tag) for child in element}, path)

    @staticmethod
    def item_name(shape):
        return shape.member.serialization.get("name", "member")

    def list(self, shape, element, path):
        for child in element:
            if local(child.tag) != self.item_name(shape):
                self.wrong(path, f"{local(child.tag)} in a list of {self.item_name(shape)}")
            self.value(shape.member, child, f"{path}[]")

    def string(self, shape, element, path):
        self.text(shape, element.text or "", path)

    def boolean(self, _shape, element, path):
        if element.text not in ("true", "false"):
            self.wrong(path, f"{element.text} is no boolean")

    def integer(self, _shape, element, path):
        if not re.fullmatch(r"-?\d+", element.text or ""):
            self.wrong(path, f"{element.text} is no integer")

    long = integer

    def timestamp(self, _shape, element, path):
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", element.text or ""):
            self.wrong(path, f"{element.text} is no ISO 8601 time")


def join(path, name):
    return f"{path}.{name}" if path else name
