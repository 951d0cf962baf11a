/**
 * The faults that readers of the tutorial reported, and similar faults, with their original texts. For each: how the emulator
 * injects it, and how a plain Terraform run ends with it. The tests of the staged run use this list too.
 */
import type { Emulator } from "../../src/emulator";
import { createProfile } from "./seed";
import type { StageName } from "../../src/config/stages";

export interface TutorialFault {
  readonly id: string;
  /** The stage with the fault; the stages before it are deployed. */
  readonly stage: StageName;
  readonly inject: (emulator: Emulator) => void | Promise<void>;
  /** Ends a fault that does not end by itself. */
  readonly lift?: (emulator: Emulator) => void;
  /** The AWS call that fails. @default none */
  readonly operation?: string;
  /** Variables that are missing from the environment of the run. */
  readonly without?: readonly string[];
  readonly plainRun:
    | { readonly outcome: "retried by the provider" }
    /** `text` is a part of Terraform's output. */
    | { readonly outcome: "fails"; readonly text: string; readonly tainted: readonly string[] };
}

const unreachable =
  'Kubernetes cluster unreachable: Get "https://127.0.0.1/version": getting credentials: exec: executable aws failed with exit code 255';
const refusedRegistry =
  "could not download chart: failed to authorize: failed to fetch oauth token: unexpected status: 403 Forbidden";

export const tutorialFaults: readonly TutorialFault[] = [
  {
    id: "aws-auth does not exist yet",
    stage: "addons",
    inject: ({ providers }) => {
      const summary = 'The configmap "aws-auth" does not exist';
      providers.faults.inject({ during: "apply", type: "kubernetes_config_map_v1_data", summary });
    },
    plainRun: { outcome: "fails", text: 'configmap "aws-auth" does not exist', tainted: [] },
  },
  {
    id: "cluster unreachable before anything was installed",
    stage: "runners",
    inject: ({ providers }) => {
      providers.faults.inject({ during: "apply", type: "helm_release", times: 2, summary: unreachable });
    },
    plainRun: {
      outcome: "fails",
      text: "getting credentials: exec: executable aws failed with exit code 255",
      tainted: [],
    },
  },
  {
    id: "cluster unreachable while a release was installed",
    stage: "runners",
    inject: ({ providers }) => {
      const identity = "gitlab-runner/fargate";
      providers.faults.inject({
        during: "apply",
        type: "helm_release",
        identity,
        summary: unreachable,
        taints: true,
      });
    },
    plainRun: {
      outcome: "fails",
      text: "Kubernetes cluster unreachable",
      tainted: ["helm_release.release_fargate"],
    },
  },
  {
    id: "no credentials",
    stage: "vpc",
    inject: () => undefined,
    // Only the access key shows that the run is emulated. Without it, the run refuses to use the emulator.
    without: ["AWS_SECRET_ACCESS_KEY"],
    plainRun: { outcome: "fails", text: "No valid credential sources found", tainted: [] },
  },
  {
    id: "a permission is missing",
    stage: "eks",
    inject: ({ aws }) => {
      aws.inject({ service: "eks", operation: "CreateFargateProfile", kind: "denied" });
    },
    plainRun: {
      outcome: "fails",
      text: "is not authorized to perform: eks:CreateFargateProfile",
      tainted: [],
    },
  },
  {
    id: "a Fargate profile is still being created",
    stage: "eks",
    inject: async (emulator) => {
      emulator.aws.setCreationSeconds(3600);
      await createProfile(emulator, "other");
      emulator.aws.setCreationSeconds(0);
    },
    lift: ({ aws }) => {
      aws.finishTransitions();
    },
    plainRun: {
      outcome: "fails",
      text: "currently has Fargate profile other in status CREATING",
      tainted: [],
    },
  },
  {
    id: "credentials expire before the add-ons",
    stage: "eks",
    inject: ({ aws }) => {
      aws.inject({
        service: "eks",
        operation: "CreateAddon",
        times: 2,
        kind: "expired-credentials",
      });
    },
    plainRun: {
      outcome: "fails",
      text: "ExpiredTokenException: The security token included in the request is expired",
      tainted: [],
    },
  },
  {
    id: "the chart registry refuses",
    stage: "addons",
    inject: ({ providers }) => {
      providers.faults.inject({ during: "plan", type: "helm_release", summary: refusedRegistry });
    },
    plainRun: { outcome: "fails", text: "403 Forbidden", tainted: [] },
  },
  {
    id: "calls are throttled",
    stage: "vpc",
    operation: "CreateVpc",
    inject: ({ aws }) => {
      aws.inject({ service: "ec2", operation: "CreateVpc", times: 3, kind: "throttling" });
    },
    plainRun: { outcome: "retried by the provider" },
  },
  {
    id: "AWS has an internal error",
    stage: "eks",
    operation: "CreateAddon",
    inject: ({ aws }) => {
      aws.inject({ service: "eks", operation: "CreateAddon", kind: "internal-error" });
    },
    plainRun: { outcome: "retried by the provider" },
  },
];
