#!/usr/bin/env bash
# Gradescope runs this once, as root and with a network, when it builds the image (Ubuntu or Debian).
set -euo pipefail
root="${HYPERLAB_AUTOGRADER:-/autograder}"
own_node=/opt/hyperlab-node
export DEBIAN_FRONTEND=noninteractive
export PATH="$own_node/node_modules/.bin:$PATH"

new_enough() {
  command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)'
}

apt-get update -qq
# The walls around each submission. Where the container refuses them, the grader says so and goes on with those that are left.
apt-get install -y -qq --no-install-recommends bubblewrap ca-certificates
if ! new_enough; then
  apt-get install -y -qq --no-install-recommends nodejs npm
fi
if ! new_enough; then
  # Ubuntu 22.04 and 24.04 have an older one, which is good enough to fetch a newer one.
  npm install --no-audit --no-fund --prefix "$own_node" node@22 npm@10
  hash -r
fi
new_enough || { echo "hyperlab: there is no Node.js of version 20 or later" >&2; exit 1; }

cd "$root/source/hyperlab"
npm ci --omit=dev --no-audit --no-fund
node dist/hyperlab.js --version
