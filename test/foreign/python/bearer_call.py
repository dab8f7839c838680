"""One Converse call with the API key in AWS_BEARER_TOKEN_BEDROCK; prints its stop reason or how it was refused."""
import json
import sys

import boto3
from botocore.exceptions import ClientError

task = json.load(sys.stdin)
client = boto3.client("bedrock-runtime", endpoint_url=task["url"], region_name="us-east-1")
try:
    answer = client.converse(modelId=task["model"], messages=[{"role": "user", "content": [{"text": "Hello"}]}])
    print(json.dumps({"stopReason": answer["stopReason"]}))
except ClientError as error:
    print(json.dumps({
        "name": error.response["Error"]["Code"],
        "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
        "message": error.response["Error"]["Message"],
    }))
