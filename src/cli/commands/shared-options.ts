/** Options and arguments of several commands, each defined once. */
import { singleStack, stages } from "../../config/stages";
import { secondsOf } from "../../fleet/jobs/duration";
import { anyArguments } from "../definition/arguments";
import { flag, parsed, text } from "../definition/option";

export const config = text({
  short: "c",
  placeholder: "FILE",
  completes: "file",
  meaning: "Read this configuration.",
  fallback: "GLRUNNER_CONFIG, else glrunner.yaml",
});

const output = text({
  short: "o",
  placeholder: "DIR",
  completes: "folder",
  expected: "the name of a folder",
  meaning: "Write the Terraform JSON of the stages into this folder.",
  fallback: "CDKTF_OUTDIR, else cdktf.out",
});

/** For commands that install missing programs. */
export const mirror = parsed({
  placeholder: "URL",
  meaning: "Download from this address instead of the publishers'.",
  fallback: "GLRUNNER_MIRROR, else the publishers",
  expected: "an http address",
  parse: (given) => (/^https?:\/\//.test(given) && URL.canParse(given) ? given : undefined),
});

/** For commands that synthesize. */
export const project = { config, output };

export const yes = flag("Apply without asking, unless a plan needs --allow-loss.", "y");

/** For commands that list what they will do and then ask. */
export const yesToList = flag("Do what is listed without asking.", "y");

export const allowLoss = flag("Also approve plans that delete or replace data or identity.");

export const watch = flag("Show it again every five seconds, until Ctrl-C.");

export const dryRun = flag("Show what the command would do, and change nothing.");

/** More jobs than any GitLab instance runs at a time. The models are tested up to this number. */
const maxJobs = 100_000;

export const jobs = parsed({
  placeholder: "N",
  meaning: "Calculate with this number of jobs at the same time.",
  fallback: "as many as the runners take",
  expected: `a whole number from 1 to ${maxJobs}`,
  parse: (given) => (/^[1-9]\d{0,5}$/.test(given) && Number(given) <= maxJobs ? Number(given) : undefined),
});

export const day = parsed({
  placeholder: "DATE",
  meaning: "Judge versions as of this day.",
  fallback: "today",
  expected: "a day such as 2027-03-01",
  parse: (given) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return undefined;
    const date = new Date(`${given}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(given) ? given : undefined;
  },
});

/** A length of time. The command gets seconds. */
export function timeSpan(meaning: string, fallback: string) {
  return parsed({
    placeholder: "TIME",
    meaning,
    fallback,
    expected: "a time such as 90m or 2h30m",
    parse: (given) => {
      const seconds = secondsOf(given);
      return seconds === 0 ? undefined : seconds;
    },
  });
}

/** A file whose name has one of these endings. */
export function fileEnding(endings: readonly string[], meaning: string) {
  return parsed({
    placeholder: "FILE",
    completes: "file",
    meaning,
    expected: `a file name that ends in ${endings.join(" or ")}`,
    parse: (given) => (endings.some((ending) => given.endsWith(ending)) ? given : undefined),
  });
}

export const pageReport = fileEnding([".html"], "Also write the result as a page into this file.");

export const stageArguments = anyArguments({
  placeholder: "STAGE",
  meaning: "Only these stages, in deploy order: vpc, eks, addons, runners. All stages if none is given.",
  completes: [...stages, singleStack],
});

export const runnerArguments = anyArguments({
  placeholder: "RUNNER",
  meaning: "Only the runners with these names in the configuration.",
  completes: "runner",
});
