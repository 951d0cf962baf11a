/** The app that cdktf.json names: configuration in, Terraform JSON out. Nothing is written when it is refused. */
import { homedir } from "node:os";
import { formatProblems, loadConfig } from "./src/config";
import { synthesize } from "./src/stacks";

try {
  const loaded = loadConfig({
    env: process.env,
    today: new Date().toISOString().slice(0, 10),
    home: homedir(),
    cwd: process.cwd(),
  });
  if (loaded.ok) {
    process.stderr.write(formatProblems(loaded.warnings));
    synthesize(loaded.config);
  } else {
    process.stderr.write(formatProblems(loaded.problems));
    process.exitCode = 2;
  }
} catch (error) {
  process.stderr.write(`glrunner: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
