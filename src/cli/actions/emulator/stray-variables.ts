/** The variables that could lead a shell away from the emulator: to a real account, cluster, registry or state. */
import type { Environment } from "../../../config/environment";

/** Variables of clients of AWS, Terraform, cdktf, git, Kubernetes, Helm and other clouds, and of proxies. */
const clientVariable =
  /^(AWS_(?!SDK_JS_)|TF_(?!VAR_)|CDKTF_|GIT_CONFIG|KUBE|HELM_|GOOGLE_|CLOUDSDK_|ARM_|GLRUNNER_EMULATOR)|^(https?|all)_proxy$/i;

/** Overrides the configuration's section `state`. */
export const stateVariable = "GLRUNNER__STATE";

/** Whether a variable overrides that section or a key in it, in any spelling that the configuration accepts. */
const overridesState = (name: string) =>
  /^GLRUNNER__(.*?)(__|$)/.exec(name)?.[1]?.toLowerCase().replace(/[-_]/g, "") === "state";

/** @returns variables of `env` that are not the emulator's, and those of the emulator that `env` lacks */
export function strayVariables(env: Environment, settings: Readonly<Record<string, string>>): string[] {
  const foreign = Object.keys(env).filter(
    (name) => (clientVariable.test(name) || overridesState(name)) && !(name in settings),
  );
  const different = Object.keys(settings).filter((name) => env[name] !== settings[name]);
  return [...foreign, ...different].sort();
}
