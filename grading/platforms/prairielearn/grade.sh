#!/bin/sh
# The grader's entry point: /grade/student in, /grade/results/results.json out. The question gives the exercise and the seed.
set -eu
grade="${HYPERLAB_GRADE:-/grade}"
lab="${HYPERLAB_LAB:-/hyperlab}"
mkdir -p "$grade/results"
exec node "$lab/dist/hyperlab.js" autograde prairielearn \
  --submission "$grade/student" --results "$grade/results/results.json" "$@"
