/**
 * Installs the programs that the emulator needs, then runs a command with them:
 *   tsx src/cli/with-tools.ts vitest run
 * If a program cannot be installed, it reports that and still runs the command, which then skips the tests that need it.
 * Without a command it lists the installed tools, and fails if one is missing.
 */
import { spawnSync } from "node:child_process";
import { providerPins } from "../../modules/pins";
import { mirrorVariable } from "../emulator/providers/aws-mirror";
import { emulatorTools } from "./actions/emulator/emulator-tools";
import { printer } from "./terminal/printer";

async function main([program, ...args]: readonly string[]): Promise<number> {
  const { stderr, stdout, env } = process;
  const [out, err] = [printer(stdout, env), printer(stderr, env)];
  const terminal = {
    ...{ out: out.print, err: err.print, interactive: stderr.isTTY },
    size: () => ({ width: stderr.columns, height: stderr.rows }),
  };
  const tools = await emulatorTools({ env, terminal, report: () => undefined });
  if (program === undefined) {
    if (typeof tools === "number") return tools;
    const { source, version } = providerPins.aws;
    out.print(`provider ${source} ${version} in ${tools.mirror}\nmoto as ${tools.moto.join(" ")}\n`);
    return 0;
  }
  const more = typeof tools === "number" ? {} : { [mirrorVariable]: tools.mirror };
  const { status, error } = spawnSync(program, args, { stdio: "inherit", env: { ...env, ...more } });
  if (error) throw error;
  return status ?? 1;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
