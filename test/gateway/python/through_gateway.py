"""Calls Bedrock through the gateway with an unmodified boto3, which knows no more than an address and a key.

Reads its task as JSON from standard input, and prints what it heard as one JSON object. boto3.test.ts judges it.
"""
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError

task = json.load(sys.stdin)
client = boto3.client(
    "bedrock-runtime",
    endpoint_url=task["url"],
    region_name="us-east-1",
    config=Config(retries={"max_attempts": 0, "mode": "standard"}, connect_timeout=10, read_timeout=60),
)
MODEL = task["model"]
PROMPT = "Write a median function in TypeScript"
TURNS = [{"role": "user", "content": [{"text": PROMPT}]}]
WEATHER = {
    "toolSpec": {
        "name": "weather",
        "inputSchema": {"json": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}},
    }
}
BODY = json.dumps(
    {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 300, "messages": [{"role": "user", "content": PROMPT}]}
)


def text_of(message):
    return "".join(block.get("text", "") for block in message["content"])


def converse(**more):
    return client.converse(modelId=MODEL, **{"messages": TURNS, "inferenceConfig": {"maxTokens": 300}, **more})


def streamed():
    events = client.converse_stream(modelId=MODEL, messages=TURNS, inferenceConfig={"maxTokens": 300})["stream"]
    return "".join(event.get("contentBlockDelta", {}).get("delta", {}).get("text", "") for event in events)


def invoke_streamed():
    answer = client.invoke_model_with_response_stream(modelId=MODEL, body=BODY)
    events = [json.loads(event["chunk"]["bytes"]) for event in answer["body"]]
    return "".join(event.get("delta", {}).get("text", "") for event in events)


def refused(call):
    try:
        call()
    except (ClientError, EventStreamError) as error:
        return error.response["Error"]["Code"]
    return None


if task["task"] == "answers":
    called = converse(toolConfig={"tools": [WEATHER], "toolChoice": {"any": {}}})
    thought = converse(
        additionalModelRequestFields={"thinking": {"type": "enabled", "budget_tokens": 1024}},
        inferenceConfig={"maxTokens": 2000},
    )
    heard = {
        "whole": text_of(converse()["output"]["message"]),
        "streamed": streamed(),
        "invoked": text_of(json.loads(client.invoke_model(modelId=MODEL, body=BODY)["body"].read())),
        "invokeStreamed": invoke_streamed(),
        "tool": next(block["toolUse"] for block in called["output"]["message"]["content"] if "toolUse" in block),
        "thought": thought["output"]["message"]["content"][0],
        "unknown": refused(lambda: client.converse(modelId="anthropic.claude-nothing-v9:0", messages=TURNS)),
    }
elif task["task"] == "broken":
    heard = {"broken": refused(streamed)}
else:
    events = client.converse_stream(modelId=MODEL, messages=TURNS)["stream"]
    for event in events:
        if "contentBlockDelta" in event:
            break
    events.close()
    heard = {}
json.dump(heard, sys.stdout)
