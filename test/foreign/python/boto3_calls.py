"""Calls a local Bedrock with an unmodified boto3 and prints what it heard as one JSON object.

Reads its task as JSON from standard input. It judges nothing: boto3.test.ts does.
"""
import json
import sys

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

task = json.load(sys.stdin)
CONFIG = Config(retries={"max_attempts": 0, "mode": "standard"}, connect_timeout=5, read_timeout=20)
PROMPT = "Write a median function in TypeScript"
CONVERSATION = [{"role": "user", "content": [{"text": PROMPT}]}]
WEATHER = {
    "toolSpec": {
        "name": "get_weather",
        "description": "The weather of a city",
        "inputSchema": {
            "json": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
        },
    }
}


def client(service="bedrock-runtime", url=None, keys=None):
    keys = keys or task["credentials"]
    return boto3.client(
        service,
        endpoint_url=url or task["url"],
        region_name="us-east-1",
        aws_access_key_id=keys["accessKeyId"],
        aws_secret_access_key=keys["secretAccessKey"],
        aws_session_token=keys.get("sessionToken"),
        config=CONFIG,
    )


def body(**more):
    return json.dumps(
        {
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": 2048,
            "messages": [{"role": "user", "content": PROMPT}],
            **more,
        }
    )


def invoke(modelId=None, url=None, keys=None, **more):
    answer = client(url=url, keys=keys).invoke_model(modelId=modelId or task["model"], body=body(**more))
    return json.loads(answer["body"].read())


def invoke_stream(**more):
    answer = client().invoke_model_with_response_stream(modelId=task["model"], body=body(**more))
    return [json.loads(event["chunk"]["bytes"]) for event in answer["body"]]


def converse(**more):
    answer = client().converse(modelId=task["model"], **{"messages": CONVERSATION, **more})
    return {name: answer[name] for name in ("output", "stopReason", "usage", "metrics")}


def converse_stream(**more):
    return list(client().converse_stream(modelId=task["model"], **{"messages": CONVERSATION, **more})["stream"])


def tool_loop():
    question = [{"role": "user", "content": [{"text": "What is the weather in Paris?"}]}]
    tools = {"toolConfig": {"tools": [WEATHER]}}
    first = converse(messages=question, **tools)
    call = next(block["toolUse"] for block in first["output"]["message"]["content"] if "toolUse" in block)
    result = {"toolResult": {"toolUseId": call["toolUseId"], "content": [{"text": "21 degrees"}]}}
    turns = [*question, first["output"]["message"], {"role": "user", "content": [result]}]
    return {"first": first, "call": call, "second": converse(messages=turns, **tools)}


THINKING = {"type": "enabled", "budget_tokens": 1024}


def thinking():
    fields = {"additionalModelRequestFields": {"thinking": THINKING}, "inferenceConfig": {"maxTokens": 2048}}
    return {"whole": converse(**fields), "invoked": invoke(thinking=THINKING)}


def count_tokens():
    counted = client().count_tokens(modelId=task["bareModel"], input={"converse": {"messages": CONVERSATION}})
    shaped = client().count_tokens(modelId=task["bareModel"], input={"invokeModel": {"body": body()}})
    return [counted["inputTokens"], shaped["inputTokens"]]


def list_models():
    control = client("bedrock")
    models = control.list_foundation_models(byProvider="anthropic")["modelSummaries"]
    profiles = control.list_inference_profiles(typeEquals="SYSTEM_DEFINED", maxResults=1000)
    profile = control.get_inference_profile(inferenceProfileIdentifier=task["model"])
    return {
        "models": [model["modelId"] for model in models],
        "profiles": [one["inferenceProfileId"] for one in profiles["inferenceProfileSummaries"]],
        "profile": {"id": profile["inferenceProfileId"], "models": [one["modelArn"] for one in profile["models"]]},
    }


def refused(call):
    try:
        call()
    except ClientError as error:
        answer = error.response
        return {
            "name": answer["Error"]["Code"],
            "status": answer["ResponseMetadata"]["HTTPStatusCode"],
            "message": answer["Error"]["Message"],
        }
    return "not refused"


def refusals():
    return {
        "wrongSecret": refused(lambda: invoke(keys=task["wrongSecret"])),
        "unknownKey": refused(lambda: invoke(keys=task["unknownKey"])),
        "expiredToken": refused(lambda: invoke(keys=task["expiredSession"])),
        "unknownModel": refused(lambda: invoke(modelId="anthropic.claude-nonesuch-9")),
        "bareId": refused(lambda: invoke(modelId=task["bareModel"])),
        "staleDate": refused(lambda: invoke(url=task["aheadUrl"])),
    }


calls = {
    "versions": lambda: {"boto3": boto3.__version__, "botocore": botocore.__version__},
    "invoke": invoke,
    "invokeByArn": lambda: invoke(modelId=task["profileArn"]),
    "invokeStream": invoke_stream,
    "converse": converse,
    "converseStream": converse_stream,
    "toolLoop": tool_loop,
    "thinking": thinking,
    "countTokens": count_tokens,
    "listModels": list_models,
    "refusals": refusals,
}


def heard(call):
    try:
        return call()
    except Exception as error:  # the test shows it beside the call's name
        return {"failed": f"{type(error).__name__}: {error}"}


print(json.dumps({name: heard(call) for name, call in calls.items()}, default=str))
