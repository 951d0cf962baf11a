/** The app in cdktf.json: reads the configuration and writes Terraform JSON. It writes nothing for an invalid configuration. */
import { homedir } from "node:os";
import { environmentConflict } from "./src/clients/aws/emulation";
import { formatProblems, loadConfig } from "./src/config";
import { visible } from "./src/html/visible";
import { synthesize } from "./src/stacks";

try {
  const loaded = loadConfig({
    env: process.env,
    today: new Date().toISOString().slice(0, 10),
    home: homedir(),
    cwd: process.cwd(),
  });
  const mixed = loaded.ok ? environmentConflict(loaded.config.state, process.env, homedir()) : undefined;
  if (mixed !== undefined) {
    process.stderr.write(`glrunner: ${mixed.message}\n  fix: ${mixed.fix}\n`);
    process.exitCode = 1;
  } else if (loaded.ok) {
    process.stderr.write(visible(formatProblems(loaded.warnings)));
    synthesize(loaded.config);
  } else {
    process.stderr.write(visible(formatProblems(loaded.problems)));
    process.exitCode = 2;
  }
} catch (error) {
  process.stderr.write(visible(`glrunner: ${error instanceof Error ? error.message : String(error)}\n`));
  process.exitCode = 1;
}
