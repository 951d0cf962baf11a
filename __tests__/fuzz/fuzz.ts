/**
 * Gives hostile input to every reader of outside data for a given time, and prints the results.
 *
 *   npm run fuzz -- [--seconds 60] [--seed N] [--only NAME]
 *
 * Each target gets an equal share of the time. A try fails if the reader throws anything other than its own refusal, takes
 * longer than `maxMilliseconds`, or prints a secret or a control character. A failure prints the smallest input that fast-check
 * finds, and the seed and path to repeat it. Exits with 1 on any failure.
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { targets } from "./targets";
import type { Target, Verdict } from "./target";

/** The maximum for one input. The slowest so far took a tenth of it on two cores. */
const maxMilliseconds = 5000;

/** The results of one target. */
interface Tally {
  readonly target: string;
  tries: number;
  accepted: number;
  refused: number;
  slowestMilliseconds: number;
  failure?: string;
}

/** Tests one target for the given time. */
async function fuzz(target: Target, seconds: number, seed: number): Promise<Tally> {
  const tally: Tally = { target: target.name, tries: 0, accepted: 0, refused: 0, slowestMilliseconds: 0 };
  const watch = async (attempt: () => Verdict | Promise<Verdict>) => {
    const started = performance.now();
    const verdict = await attempt();
    const milliseconds = performance.now() - started;
    tally.tries += 1;
    tally[verdict] += 1;
    tally.slowestMilliseconds = Math.max(tally.slowestMilliseconds, milliseconds);
    if (milliseconds > maxMilliseconds) throw new Error(`one input took ${Math.round(milliseconds)} ms`);
  };
  const result = await fc.check(target.property(watch), {
    seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    plugins: [fc.interruptAfterTimeLimit(seconds * 1000)],
    verbose: false,
  });
  target.close?.();
  if (result.failed) {
    const input = JSON.stringify(result.counterexample).slice(0, 2000);
    tally.failure = `${String(result.errorInstance)}\n  input ${input}\n  seed ${seed}, path ${result.counterexamplePath ?? ""}`;
  }
  return tally;
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: "string", default: "60" },
      seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
      only: { type: "string" },
    },
  });
  const all = targets();
  const chosen = all.filter(({ name }) => values.only === undefined || name.includes(values.only));
  for (const target of all) if (!chosen.includes(target)) target.close?.();
  const tallies: Tally[] = [];
  for (const target of chosen) {
    tallies.push(await fuzz(target, Number(values.seconds) / chosen.length, Number(values.seed)));
  }
  const rows = tallies.map(({ target, tries, accepted, refused, slowestMilliseconds, failure }) =>
    [
      target.padEnd(18),
      tries,
      accepted,
      refused,
      `${Math.round(slowestMilliseconds)} ms`,
      failure === undefined ? 0 : 1,
    ]
      .map((cell) => String(cell).padStart(10))
      .join(""),
  );
  const head = ["target            ", "tries", "accepted", "refused", "slowest", "failures"];
  console.log([`seed ${values.seed}`, head.map((cell) => cell.padStart(10)).join(""), ...rows].join("\n"));
  const failures = tallies.flatMap(({ target, failure }) =>
    failure === undefined ? [] : [`${target}: ${failure}`],
  );
  if (failures.length > 0) console.error(failures.join("\n\n"));
  const idle = tallies.filter(({ accepted, refused }) => accepted === 0 || refused === 0);
  if (idle.length > 0)
    console.error(`never both accepted and refused: ${idle.map(({ target }) => target).join(", ")}`);
  return failures.length + idle.length > 0 ? 1 : 0;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
