/**
 * Every command: what it is for, what it takes, and what it does. What a command needs is loaded when it is run: the
 * clients of AWS alone take longer than most commands.
 */
import { exitCodes, usage, type Call, type ExitCode, type OptionName } from "../command-context";

import type { EmulateAction } from "../actions/emulate";

export interface Action {
  readonly summary: string;
  /** What may follow it. @default nothing */
  readonly takes?: "stages" | "file" | "folder" | "shell" | "runners";
  /** Beside --json and --help. */
  readonly options: readonly OptionName[];
  /** What one command starts another by; of no use by hand. */
  readonly hidden?: boolean;
  readonly run: (call: Call) => ExitCode | Promise<ExitCode>;
}

interface Group {
  readonly summary: string;
  readonly actions: Readonly<Record<string, Action>>;
}

/** What is both does something by itself, too, unless one of its actions follows. */
export type Command = Action | Group | (Action & Group);

const project = ["config", "output"] as const;
/** Where runners are in GitLab. */
const where = ["group", "project", "instance"] as const;

export const commands: Readonly<Record<string, Command>> = {
  init: {
    summary: "ask a few questions, or take them as options, and write a configuration with comments",
    options: ["preset", "from-state", "name", "region", "state", "token", "yes", "output"],
    run: async (call) => (await import("../actions/init")).runInit(call),
  },
  bootstrap: {
    summary:
      "bring Terraform and folders off the home, or repair a lost session; prints exports for your shell",
    options: ["config", "workspace", "terraform", "mirror", "checksum", "home"],
    run: async (call) => (await import("../actions/bootstrap")).runBootstrap(call),
  },
  demo: {
    summary: "the whole life of the configuration on this machine, without AWS",
    options: project,
    run: async (call) => (await import("../actions/demo")).runDemo(call),
  },
  synth: {
    summary: "write the Terraform JSON of every stage and say what each holds",
    options: project,
    run: async (call) => (await import("../actions/synth")).runSynth(call),
  },
  check: {
    summary: "configuration, machine, credentials, account, calendar and tokens, each problem with its fix",
    options: ["config", "on", "offline"],
    run: async (call) => (await import("../actions/check")).runCheck(call),
  },
  capacity: {
    summary: "how long so many jobs would take, what limits the fleet first, and the change that helps",
    options: ["config", "jobs", "chart"],
    run: async (call) => (await import("../actions/capacity")).runCapacity(call),
  },
  price: {
    summary:
      "what it costs by list prices: a month without jobs, so many jobs, a hung pod, managers on nodes",
    options: ["config", "jobs"],
    run: async (call) => (await import("../actions/price")).runPrice(call),
  },
  pipeline: {
    summary:
      "generate, lint: a pipeline that tests the configuration's runners; a pipeline held against them",
    actions: {
      generate: {
        summary:
          "the tutorial's test as a pipeline with a report at its end; --languages: that `image:` is honoured",
        options: ["config", "jobs", "languages"],
        run: async (call) => (await import("../actions/pipeline")).runPipelineGenerate(call),
      },
      lint: {
        summary: "what of a .gitlab-ci.yml the runners could not run, each with its line and fix",
        takes: "file",
        options: ["config", "format"],
        run: async (call) => (await import("../actions/pipeline")).runPipelineLint(call),
      },
    },
  },
  runners: {
    summary:
      "create, verify, rotate, pause, resume: the configuration's runners in GitLab, with GITLAB_TOKEN; tokens go to their place",
    actions: {
      create: {
        summary: "make those that are missing, and bring the others in line with the configuration",
        takes: "runners",
        options: ["config", ...where, "dry-run", "yes"],
        run: async (call) => (await import("../actions/runners")).runRunnersCreate(call),
      },
      verify: {
        summary: "whether GitLab takes each token, and has of its runner what the configuration says",
        takes: "runners",
        options: ["config"],
        run: async (call) => (await import("../actions/runners")).runRunnersVerify(call),
      },
      rotate: {
        summary: "a new token for the runners that are named, or --all; the old one ends at once",
        takes: "runners",
        options: ["config", "all", ...where, "dry-run", "yes"],
        run: async (call) => (await import("../actions/runners")).runRunnersRotate(call),
      },
      pause: {
        summary: "let the runners that are named, or --all, take no more jobs",
        takes: "runners",
        options: ["config", "all", ...where, "dry-run", "yes"],
        run: async (call) => (await import("../actions/runners")).runRunnersPause(call),
      },
      resume: {
        summary: "let them take jobs again",
        takes: "runners",
        options: ["config", "all", ...where, "dry-run", "yes"],
        run: async (call) => (await import("../actions/runners")).runRunnersResume(call),
      },
    },
  },
  jobs: {
    summary: "what runs, since when, on what and at what price; clean: delete what hangs",
    options: ["config"],
    run: async (call) => (await import("../actions/jobs")).runJobs(call),
    actions: {
      clean: {
        summary: "job pods that hang, each with the reason; --yes deletes them, one by one",
        options: ["config", "older-than", "yes"],
        run: async (call) => (await import("../actions/jobs")).runJobsClean(call),
      },
    },
  },
  plan: {
    summary: "review what a deploy would do now; --journey: all of it from nothing",
    takes: "stages",
    options: [...project, "journey", "format", "report"],
    run: async (call) => (await import("../actions/plan")).runPlan(call),
  },
  deploy: {
    summary: "stage by stage: plan, review, approval, exactly that applied, looked at",
    takes: "stages",
    options: [...project, "yes", "allow-loss"],
    run: async (call) => (await import("../actions/deploy")).runDeploy(call),
  },
  status: {
    summary: "what the last runs did, and who runs now",
    options: ["config"],
    run: async (call) => (await import("../actions/status")).runStatus(call),
  },
  resume: {
    summary: "finish a run that was lost; what exists and is in no state is adopted",
    options: [...project, "yes", "allow-loss", "confirm"],
    run: async (call) => (await import("../actions/deploy")).runResume(call),
  },
  destroy: {
    summary: "the stages backward, and what AWS leaves behind",
    takes: "stages",
    options: [...project, "confirm"],
    run: async (call) => (await import("../actions/deploy")).runDestroy(call),
  },
  unlock: {
    summary: "show the locks that a lost run left, and remove them once you confirm that it is gone",
    options: ["config", "yes"],
    run: async (call) => (await import("../actions/unlock")).runUnlock(call),
  },
  sweep: {
    summary: "delete what AWS left of a cluster that is gone, only what is provably its own",
    options: ["config", "dry-run"],
    run: async (call) => (await import("../actions/sweep")).runSweep(call),
  },
  state: {
    summary: "move: take the state to where another configuration keeps it",
    actions: {
      move: {
        summary: "to the backend and layout of --to FILE",
        options: [...project, "to"],
        run: async (call) => (await import("../actions/state-move")).runStateMove(call),
      },
    },
  },
  policy: {
    summary: "the IAM policies that whoever deploys needs, and no more, as JSON",
    options: ["config"],
    run: async (call) => (await import("../actions/policy")).runPolicy(call),
  },
  kubeconfig: {
    summary: "enter the cluster into your kubeconfig",
    options: ["config"],
    run: async (call) => (await import("../actions/kubeconfig")).runKubeconfig(call),
  },
  versions: {
    summary: "what EKS creates on a day, and what fits together",
    options: ["config", "on"],
    run: async (call) => (await import("../actions/check")).runVersions(call),
  },
  eject: {
    summary: "write JSON, lock files and plain Terraform commands into FOLDER, to go on without glrunner",
    takes: "folder",
    options: project,
    run: async (call) => (await import("../actions/eject")).runEject(call),
  },
  modules: {
    summary: "fetch the pinned Blueprints modules; prints exports for your shell",
    options: [],
    run: async (call) => (await import("../actions/modules")).runModules(call),
  },
  emulate: {
    summary: "up, env, status, down: an AWS and a cluster on this machine for glrunner, cdktf and Terraform",
    actions: {
      up: { summary: "start it", options: ["creation-seconds"], run: emulated("up") },
      env: { summary: "print what leads a shell to it, for eval", options: [], run: emulated("env") },
      status: { summary: "what is in it", options: [], run: emulated("status") },
      down: { summary: "stop it, and all that is in it", options: [], run: emulated("down") },
      serve: {
        summary: "what `up` starts",
        options: ["creation-seconds"],
        hidden: true,
        run: emulated("serve"),
      },
    },
  },
  completion: {
    summary: "print a completion script for bash, zsh or fish",
    takes: "shell",
    options: [],
    run: async (call) => {
      const { completionText } = await import("../completion-table");
      const [shell = ""] = call.positionals;
      const text = completionText(shell, commands);
      if (text === undefined) return usage(call, `completion takes bash, zsh or fish, not ${shell}`);
      call.print({ shell, script: text }, text);
      return exitCodes.ok;
    },
  },
};

function emulated(action: EmulateAction): Action["run"] {
  return async (call) => (await import("../actions/emulate")).emulateRuns[action](call);
}
