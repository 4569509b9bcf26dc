"""Makes calls of AWS for fidelity/peers.ts, by boto3 or by the AWS CLI: one JSON object a line comes in, one goes out.

In:  {"by": "boto3" | "cli", "endpoint", "service", "operation", "input"}; blobs in the input are {"base64": text}. Or {"by": "model",
     "service", "operation", "status", "headers", "body"}, the body in BASE64: an answer that is only held against the model.
Out: {"answer"} as the client has parsed it, or {"error": {"code", "message", "status"}}; and {"breaches": [text]}: what the answer on
the wire has that botocore's model of the service does not allow. Or {"unsent": why}: the client knows no such operation or member.
"""

import base64
import contextlib
import datetime
import io
import json
import sys

import boto3
import botocore.session
from botocore.parsers import create_parser
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError
from botocore.model import OperationNotFoundError

from model import breaches_of

CREDENTIALS = {"aws_access_key_id": "independent", "aws_secret_access_key": "client", "region_name": "us-east-1"}
CLIENTS = {}
MODELS = botocore.session.get_session()


class Wire:
    """The last answer as it came over the wire."""

    def __init__(self):
        self.response = None

    def note(self, response_dict, **_):
        self.response = dict(response_dict)


def client_of(service, endpoint):
    if (service, endpoint) not in CLIENTS:
        config = Config(retries={"total_max_attempts": 1}, read_timeout=60, connect_timeout=5)
        client = boto3.session.Session(**CREDENTIALS).client(service, endpoint_url=endpoint, config=config)
        wire = Wire()
        client.meta.events.register("before-parse.*", wire.note)
        CLIENTS[service, endpoint] = (client, wire)
    return CLIENTS[service, endpoint]


def by_boto3(call):
    client, wire = client_of(call["service"], call["endpoint"])
    operation = client.meta.service_model.operation_model(call["operation"])
    wire.response = None
    outcome = {}
    try:
        answer = getattr(client, xform_name(call["operation"]))(**decoded(call["input"]))
        answer.pop("ResponseMetadata")
        outcome["answer"] = answer
    except ClientError as error:
        told = error.response
        code = told["Error"]["Code"]
        status = told["ResponseMetadata"]["HTTPStatusCode"]
        outcome["error"] = {"code": code, "message": told["Error"].get("Message", ""), "status": status}
    if wire.response is not None:
        outcome["breaches"] = breaches_of(operation, wire.response, outcome.get("error"))
    return outcome


def by_cli(call):
    """In this process: starting the AWS CLI for each call would cost its half a second some hundred times."""
    from awscli.clidriver import create_clidriver

    words = ["--endpoint-url", call["endpoint"], "--no-paginate", call["service"], xform_name(call["operation"], "-")]
    words += ["--cli-input-json", json.dumps(call["input"])]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = create_clidriver().main(words)
        except SystemExit:
            return {"unsent": err.getvalue().strip().splitlines()[0]}
    if status == 0:
        return {"answer": json.loads(out.getvalue() or "{}")}
    text = err.getvalue().strip()
    if "An error occurred (" not in text:
        return {"unsent": text}
    code = text[text.find("(") + 1 : text.find(")")]
    return {"error": {"code": code, "message": text, "status": status}}


def by_model(call):
    """No call: an answer that somebody else has had, as botocore would take it."""
    operation = MODELS.get_service_model(call["service"]).operation_model(call["operation"])
    body = base64.b64decode(call["body"])
    response = {"status_code": call["status"], "headers": call["headers"], "body": body}
    error = None
    if call["status"] >= 300:
        told = create_parser(operation.service_model.protocol).parse(response, operation.output_shape)["Error"]
        error = {"code": told["Code"], "message": told.get("Message", ""), "status": call["status"]}
    return {"breaches": breaches_of(operation, response, error), **({"error": error} if error else {"answer": {}})}


def decoded(value):
    if isinstance(value, dict):
        if set(value) == {"base64"}:
            return base64.b64decode(value["base64"])
        return {key: decoded(member) for key, member in value.items()}
    if isinstance(value, list):
        return [decoded(member) for member in value]
    return value


def encoded(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return value.read().decode()
    return str(value)


def main():
    answers = sys.stdout
    for line in sys.stdin:
        call = json.loads(line)
        try:
            outcome = {"cli": by_cli, "boto3": by_boto3, "model": by_model}[call["by"]](call)
        except (ParamValidationError, OperationNotFoundError) as error:
            outcome = {"unsent": str(error)}
        except Exception as error:  # what the client itself throws is a finding: it could not parse
            outcome = {"error": {"code": type(error).__name__, "message": str(error), "status": 0}}
        print(json.dumps(outcome, default=encoded), file=answers, flush=True)


main()
