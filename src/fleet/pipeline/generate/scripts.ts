/**
 * The shell scripts of the generated jobs, for every POSIX shell and the `date` of GNU and BusyBox. They use the variables of
 * GitLab (gitlab-org/gitlab doc/ci/variables/predefined_variables.md, read 2026-11-28) and those that the jobs set.
 */

const file = '"results/$RESULT-${CI_NODE_INDEX:-1}"';

/** Writes how many seconds after the pipeline the script began. The state is `failed` until the job passes. */
export const startScript: readonly string[] = [
  "mkdir -p results",
  'created=$(echo "$CI_PIPELINE_CREATED_AT" | cut -c1-19 | tr T " ")',
  'waited=$(( $(date -u +%s) - $(date -u -d "$created" +%s) ))',
  `echo "failed $waited" > ${file}`,
];

export const passedLine = `echo "passed $waited" > ${file}`;

/** Reads the files of the jobs in `EXPECTED` (`name:count` ...), and fails unless all jobs passed. Uses `SLOW_SECONDS`. */
export const reportScript = `passed=0 failed=0 hung=0 slow=0 slowest=0
: > report.txt
for group in $EXPECTED; do
  name=\${group%:*}
  count=\${group##*:}
  i=1
  while [ "$i" -le "$count" ]; do
    state=hung waited=0
    if [ -f "results/$name-$i" ]; then read -r state waited < "results/$name-$i"; fi
    case $state in
      passed) passed=$((passed + 1)) ;;
      failed) failed=$((failed + 1)) ;;
      *) state=hung hung=$((hung + 1)) ;;
    esac
    if [ "$state" != passed ]; then echo "$state: $name $i/$count" >> report.txt; fi
    if [ "$waited" -gt "$slowest" ]; then slowest=$waited; fi
    if [ "$waited" -gt "$SLOW_SECONDS" ]; then
      slow=$((slow + 1))
      echo "slow: $name $i/$count began after $waited s" >> report.txt
    fi
    i=$((i + 1))
  done
done
echo "passed $passed, failed $failed, hung $hung, slow $slow (began after more than $SLOW_SECONDS s; the last after $slowest s)" >> report.txt
cat report.txt
[ "$((failed + hung))" -eq 0 ]
`;
