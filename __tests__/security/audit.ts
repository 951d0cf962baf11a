/** Runs `npm audit` on production dependencies if the registry supports it, and fails for advisories that are not accepted. */
import { z } from "zod";
import { runCommand } from "../../src/clients/system/command";
import accepted from "./accepted-advisories.json";
import { acceptedSchema, judgeAudit } from "./advisories";

async function main(): Promise<number> {
  const command = ["npm", "audit", "--json", "--omit", "dev", "--fetch-retries", "0"] as const;
  const { stdout } = await runCommand(command, { cwd: process.cwd(), env: process.env, timeoutMs: 60_000 });
  const json: unknown =
    stdout.trim() === "" ? { message: "npm printed nothing" } : z.unknown().parse(JSON.parse(stdout));
  const verdict = judgeAudit(json, acceptedSchema.parse(accepted));
  if (!verdict.asked) {
    process.stdout.write(`skipped: ${verdict.why}\n`);
    return 0;
  }
  for (const text of verdict.open) process.stdout.write(`open: ${text}\n`);
  for (const url of verdict.needless) process.stdout.write(`accepted, but no longer reported: ${url}\n`);
  return verdict.open.length + verdict.needless.length === 0 ? 0 : 1;
}

void main().then((code) => {
  process.exitCode = code;
});
