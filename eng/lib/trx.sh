# Reads the result files of dotnet test. Needs no XML tools: the writer puts each result's attributes
# into one tag and escapes ">" and quotes inside them.

# trx_results FILE...: one line per test: seconds, outcome, name.
trx_results() {
  [ $# -gt 0 ] || return 0
  { grep -ohE '<UnitTestResult [^>]*>' "$@" 2>/dev/null || true; } | awk '
    function attribute(name,   rest) {
      if (!match($0, " " name "=\"[^\"]*\"")) return ""
      rest = substr($0, RSTART, RLENGTH)
      sub(/^[^"]*"/, "", rest); sub(/"$/, "", rest)
      gsub(/&lt;/, "<", rest); gsub(/&gt;/, ">", rest); gsub(/&quot;/, "\"", rest); gsub(/&amp;/, "\\&", rest)
      return rest
    }
    { split(attribute("duration") ":0:0:0", part, ":")
      printf "%.2f\t%s\t%s\n", part[1] * 3600 + part[2] * 60 + part[3], attribute("outcome"), attribute("testName") }'
}

# trx_count passed|failed|skipped FILE...: what neither passed nor was skipped counts as failed.
trx_count() {
  local outcome=$1
  shift
  trx_results "$@" | awk -F'\t' -v wanted="$outcome" '
    { kind = $2 == "Passed" ? "passed" : $2 == "NotExecuted" ? "skipped" : "failed" }
    kind == wanted { count++ }
    END { print count + 0 }'
}
