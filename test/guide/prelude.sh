# What the shell blocks of the guide find: the commands of this repository, and stand-ins for what would change the machine.
export OUTCROP_GUIDE_ROOT

outcrop() { node "$OUTCROP_GUIDE_ROOT/packages/cli/bin/outcrop.js" "$@"; }

# Installing would need a registry: what is to be installed is looked up in node_modules instead.
npm() {
  if [ "$1" = install ]; then shift; node "$OUTCROP_GUIDE_ROOT/test/guide/checks/installed.cjs" "$@"
  else command npm "$@"; fi
}
yarn() { shift; node "$OUTCROP_GUIDE_ROOT/test/guide/checks/installed.cjs" "$@"; }

# `aws configure` asks for four values and writes two files; here they are AWS's documented example key.
aws() {
  [ "$1" = configure ] || { echo "aws $1 is not mapped" >&2; return 1; }
  mkdir -p "$HOME/.aws"
  printf '[default]\nregion = us-east-1\noutput = json\n' > "$HOME/.aws/config"
  printf '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n' > "$HOME/.aws/credentials"
}
