/** The machine that deploys: its programs, and its disk and memory against what Terraform and its providers need. */
import type { Finding } from "../finding";
import { disk } from "./disk";
import { memory } from "./memory";
import { programs } from "./programs";
import { thisMachine, type MachineQuestion, type MachineReader } from "./reader";

export async function machine(
  question: MachineQuestion,
  reader: MachineReader = thisMachine,
): Promise<readonly Finding[]> {
  const found = await Promise.all([
    programs(question, reader.nodeVersion),
    disk(question, reader),
    memory(question, reader),
  ]);
  return found.flat();
}
