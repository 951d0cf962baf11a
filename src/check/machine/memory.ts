/** Compares the memory that this process and its children may use with what Terraform and the providers need. */
import { readMemory } from "../../clients/system/memory";
import { memoryNeedMiB } from "../../clients/terraform/sizes";
import { findingsOf, sizeText, type Finding } from "../finding";
import type { MachineQuestion, MachineReader } from "./reader";

const finding = findingsOf("machine");

export async function memory(
  { config }: MachineQuestion,
  reader: Pick<MachineReader, "text">,
): Promise<readonly Finding[]> {
  const found = await readMemory(reader.text);
  const needed = memoryNeedMiB(config);
  const takes = `Terraform and its providers need up to ${sizeText(needed)} of memory`;
  if (found === undefined) {
    return [finding("unknown", "memory", `${takes}; the memory of this system cannot be read`)];
  }
  const { totalMiB, availableMiB } = found;
  const what = `${takes}, ${sizeText(availableMiB)} of ${sizeText(totalMiB)} are available`;
  if (totalMiB < needed) {
    return [finding("error", "memory", what, { fix: "use a machine or a container with more memory" })];
  }
  if (availableMiB < needed)
    return [
      finding("warning", "memory", what, {
        fix: "stop other programs; `ps aux --sort=-rss | head` lists the largest",
      }),
    ];
  return [finding("ok", "memory", what)];
}
