/** The machine that deploys: its programs, and its disk and memory against what Terraform and its providers need. */
import type { Finding } from "../finding";
import { terraformProgram } from "../../clients/terraform/terraform-program";
import { disk } from "./disk";
import { memory } from "./memory";
import { programs } from "./programs";
import { thisMachine, type MachineQuestion, type MachineReader } from "./reader";

export async function machine(
  question: MachineQuestion,
  reader: MachineReader = thisMachine,
): Promise<readonly Finding[]> {
  const found = await Promise.all([
    programs(question, reader.nodeVersion).then((all) =>
      all.map((each) => withBootstrap(each, question.env)),
    ),
    disk(question, reader),
    memory(question, reader),
  ]);
  return found.flat();
}

/** Installs what is missing, and asks first. */
const bootstrapCommand = 'eval "$(glrunner bootstrap)"';

/** Names the command that installs the program, where it does: not at a path that a variable names. */
function withBootstrap(found: Finding, env: MachineQuestion["env"]): Finding {
  const program = terraformProgram(env);
  const installs =
    found.id === "machine.kubectl" ||
    (found.id === "machine.terraform" && (program === "terraform" || program === "tofu"));
  if (!installs || found.level === "ok" || found.fix === undefined) return found;
  return { ...found, fix: `run \`${bootstrapCommand}\`, or ${found.fix}` };
}
