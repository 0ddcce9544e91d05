# Runs suites one after the other, or one beside others, and adds up their "N passed, N failed" lines. Sourced by .ci/run and by its test.

passed=0
failed=0
what_failed=''
took_each=''

# failures_in NAME LOG   What a suite says of its failures: what mocha prints after "N failing", else its last lines.
failures_in() {
  printf -- '--- failed: %s\n' "$1"
  if grep -aqE '^ +[0-9]+ failing' "$2"; then
    sed -nE '/^ +[0-9]+ failing/,$p' "$2" | head -n 80
  else
    tail -n 20 "$2"
  fi
}

# suite NAME SECONDS COMMAND...   A suite that prints no count counts as one; one that dies or takes too long has failed.
suite() {
  local name=$1 seconds=$2 log status began=$SECONDS
  shift 2
  log=$(mktemp)
  printf '\n=== %s\n' "$name"
  timeout --kill-after=20 "$seconds" "$@" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  count "$name" "$seconds" "$status" "$((SECONDS - began))" "$log"
}

declare -A begun_log begun_process begun_seconds

# begin NAME SECONDS COMMAND...   Starts a suite that goes on beside what follows, until `finish NAME`.
begin() {
  local name=$1 seconds=$2 log
  shift 2
  log=$(mktemp)
  printf '\n=== %s goes on beside what follows\n' "$name"
  (
    began=$SECONDS
    timeout --kill-after=20 "$seconds" "$@" >"$log" 2>&1
    printf '%s %s\n' "$?" "$((SECONDS - began))" >"$log.end"
  ) &
  begun_process[$name]=$!
  begun_log[$name]=$log
  begun_seconds[$name]=$seconds
}

# finish NAME   Waits for a suite that was begun, shows what it said, and counts it.
finish() {
  local name=$1 log=${begun_log[$1]} status=1 took=0
  wait "${begun_process[$name]}"
  printf '\n=== %s\n' "$name"
  cat "$log"
  read -r status took <"$log.end"
  rm -f "$log.end"
  count "$name" "${begun_seconds[$name]}" "$status" "$took" "$log"
}

# count NAME SECONDS STATUS TOOK LOG   Adds what a suite said to the sums.
count() {
  local name=$1 seconds=$2 status=$3 took=$4 log=$5 counts ok bad
  counts=$(grep -aE '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
  if [ -n "$counts" ]; then
    ok=${counts%% passed*}
    bad=${counts#*passed, }
    bad=${bad%% failed*}
  else
    ok=$((status == 0 ? 1 : 0))
    bad=0
  fi
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  if [ "$bad" -gt 0 ]; then what_failed+="$(failures_in "$name" "$log")"$'\n'; fi
  rm -f "$log"
  passed=$((passed + ok))
  failed=$((failed + bad))
  [ "$status" -eq 124 ] && printf '%s took more than %s s\n' "$name" "$seconds"
  took_each+="$took s $name, "
  printf '=== %s: %s passed, %s failed, exit code %s, %s s\n' "$name" "$ok" "$bad" "$status" "$took"
}

# What failed, once more, where a reader of the end of a long log finds it; then the line that CI reads. Fails when anything has.
conclude() {
  [ -n "$what_failed" ] && printf '\n%s' "$what_failed"
  printf '\ntook: %s%s s in all\n' "$took_each" "$SECONDS"
  printf '\n%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
