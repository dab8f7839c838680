#!/bin/sh
# Reads the key from a file where one is mounted, and becomes the gateway, so that SIGTERM reaches it.
set -eu
if [ -z "${OUTCROP_GATEWAY_KEY:-}" ] && [ -n "${OUTCROP_GATEWAY_KEY_FILE:-}" ]; then
  OUTCROP_GATEWAY_KEY=$(cat "$OUTCROP_GATEWAY_KEY_FILE")
  export OUTCROP_GATEWAY_KEY
fi
exec node "${OUTCROP_ROOT:-/outcrop}/packages/cli/bin/outcrop.js" serve "$@"
