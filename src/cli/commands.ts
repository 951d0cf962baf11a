/** Every command: what it is for, what it takes, and what it does. Help and completion read the same table. */
import { runCheck, runVersions } from "./check";
import { completionText } from "./completion-table";
import { exitCodes, usage, type Call, type ExitCode, type OptionName } from "./call";
import { runDemo } from "./demo";
import { runDeploy, runDestroy, runResume } from "./deploy";
import { runEject } from "./eject";
import { emulateActions } from "./emulate";
import { runKubeconfig } from "./kubeconfig";
import { runModules } from "./modules";
import { runPlan } from "./plan";
import { runStateMove } from "./state-move";
import { runStatus } from "./status";
import { runSweep } from "./sweep";
import { runSynth } from "./synth";

export interface Action {
  readonly summary: string;
  /** What may follow it. @default nothing */
  readonly takes?: "stages" | "folder" | "shell";
  /** Beside --json and --help. */
  readonly options: readonly OptionName[];
  /** What one command starts another by; of no use by hand. */
  readonly hidden?: boolean;
  readonly run: (call: Call) => ExitCode | Promise<ExitCode>;
}

export type Command =
  Action | { readonly summary: string; readonly actions: Readonly<Record<string, Action>> };

const project = ["config", "output"] as const;

export const commands: Readonly<Record<string, Command>> = {
  demo: {
    summary: "the whole life of the configuration on this machine, without AWS",
    options: project,
    run: runDemo,
  },
  synth: {
    summary: "write the Terraform JSON of every stage and say what each holds",
    options: project,
    run: runSynth,
  },
  check: {
    summary: "configuration, machine, credentials, account, calendar and tokens, each problem with its fix",
    options: ["config", "on", "offline"],
    run: runCheck,
  },
  plan: {
    summary: "review what a deploy would do now; --journey: all of it from nothing",
    takes: "stages",
    options: [...project, "journey", "format"],
    run: runPlan,
  },
  deploy: {
    summary: "stage by stage: plan, review, approval, exactly that applied, looked at",
    takes: "stages",
    options: [...project, "yes", "allow-loss"],
    run: runDeploy,
  },
  status: { summary: "what the last runs did, and who runs now", options: ["config"], run: runStatus },
  resume: {
    summary: "finish a run that was lost; what exists and is in no state is adopted",
    options: [...project, "yes", "allow-loss", "confirm"],
    run: runResume,
  },
  destroy: {
    summary: "the stages backward, and what AWS leaves behind",
    takes: "stages",
    options: [...project, "confirm"],
    run: runDestroy,
  },
  sweep: {
    summary: "delete what AWS left of a cluster that is gone, only what is provably its own",
    options: ["config", "dry-run"],
    run: runSweep,
  },
  state: {
    summary: "move: take the state to where another configuration keeps it",
    actions: {
      move: {
        summary: "to the backend and layout of --to FILE",
        options: [...project, "to"],
        run: runStateMove,
      },
    },
  },
  kubeconfig: { summary: "enter the cluster into your kubeconfig", options: ["config"], run: runKubeconfig },
  versions: {
    summary: "what EKS creates on a day, and what fits together",
    options: ["config", "on"],
    run: runVersions,
  },
  eject: {
    summary: "write JSON, lock files and plain Terraform commands into FOLDER, to go on without glrunner",
    takes: "folder",
    options: project,
    run: runEject,
  },
  modules: {
    summary: "fetch the pinned Blueprints modules; prints exports for your shell",
    options: [],
    run: runModules,
  },
  emulate: {
    summary: "up, env, status, down: an AWS and a cluster on this machine for glrunner, cdktf and Terraform",
    actions: emulateActions,
  },
  completion: {
    summary: "print a completion script for bash, zsh or fish",
    takes: "shell",
    options: [],
    run: (call) => {
      const [shell = ""] = call.positionals;
      const text = completionText(shell, commands);
      if (text === undefined) return usage(call, `completion takes bash, zsh or fish, not ${shell}`);
      call.print({ shell, script: text }, text);
      return exitCodes.ok;
    },
  },
};
