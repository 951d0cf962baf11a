/** Checks the machine that deploys: its programs, and whether its disk and memory suffice for Terraform and its providers. */
import type { Finding } from "../finding";
import { terraformProgram } from "../../clients/terraform/terraform-program";
import { disk } from "./disk";
import { memory } from "./memory";
import { programs } from "./programs";
import { thisMachine, type MachineQuestion, type MachineReader } from "./reader";

/** @param reader @default this machine */
export async function machine(
  question: MachineQuestion,
  reader: MachineReader = thisMachine,
): Promise<readonly Finding[]> {
  const found = await Promise.all([
    programs(question, reader).then((all) => all.map((each) => withBootstrap(each, question.env))),
    disk(question, reader),
    memory(question, reader),
  ]);
  return found.flat();
}

/** Installs missing programs after a confirmation. */
const bootstrapCommand = 'eval "$(glrunner bootstrap)"';

/** Adds the command that installs the program. It installs nothing at a path that a variable names. */
function withBootstrap(found: Finding, env: MachineQuestion["env"]): Finding {
  const program = terraformProgram(env);
  const installs =
    found.id === "machine.kubectl" ||
    (found.id === "machine.terraform" && (program === "terraform" || program === "tofu"));
  if (!installs || found.level === "ok" || found.fix === undefined) return found;
  return { ...found, fix: `run \`${bootstrapCommand}\`, or ${found.fix}` };
}
