/** The steps of an upgrade as text: what and why, the settings to change, and the commands to paste. */
import type { UpgradePath, UpgradeStep } from "../../check/versions/upgrade-path";
import type { Config } from "../../config";
import { counted } from "../../html/counted";

export interface CommandForm {
  /** Layout `single` has no stages to name. */
  readonly layout: Config["layout"];
  /** The option that selects the configuration, such as ` --config ci.yaml`; empty for the default one. */
  readonly ending: string;
  /** The value of --to. @default the version that glrunner is tested with */
  readonly to?: string;
}

export function upgradeText(path: UpgradePath, form: CommandForm): string {
  const { steps, from, to, newer } = path;
  const more =
    newer === undefined
      ? ""
      : `\nEKS also offers Kubernetes ${newer}: glrunner upgrade --to ${newer}${form.ending}\n`;
  if (steps.length === 0) return `Nothing to upgrade: Kubernetes ${from} on ${path.on}.\n${more}`;
  const way = from === to ? `Kubernetes ${from}` : `Kubernetes ${from} to ${to}`;
  return [
    `${way}: ${counted(steps.length, "step")}, in this order. Finish each one before the next.\n`,
    ...steps.map((step, index) => stepText(step, index + 1, form)),
    `\nNext: glrunner upgrade --write${form.to === undefined ? "" : ` --to ${form.to}`}${form.ending}\n`,
    more,
  ].join("");
}

function stepText(step: UpgradeStep, number: number, form: CommandForm): string {
  const indent = "   ";
  return [
    `\n${String(number).padEnd(indent.length)}${step.what}\n`,
    `${indent}why: ${step.why}\n`,
    ...step.settings.map(({ path, to }) => `${indent}set: ${path.join(".")}: ${to}\n`),
    ...(step.lookAt === undefined ? [] : [`${indent}set: the value from ${step.lookAt}\n`]),
    ...nextCommands(step, form).map((command) => `${indent}run: ${command}\n`),
    `${indent}see: ${step.source}\n`,
  ].join("");
}

/** The commands of a step: plan, deploy, and what follows the deploy. */
export function nextCommands(
  step: UpgradeStep | undefined,
  { layout, ending }: CommandForm,
): readonly string[] {
  if (step === undefined) return [];
  const deploys = layout === "single" ? [[]] : step.deploys;
  const [first = []] = deploys;
  return [
    ["glrunner plan", ...first].join(" ") + ending,
    ...deploys.map((stages) => ["glrunner deploy", ...stages].join(" ") + ending),
    ...(step.then.length === 0 ? [] : [`glrunner kubeconfig${ending}`]),
    ...step.then,
  ];
}
