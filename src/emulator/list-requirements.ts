/** What the emulator needs, as CI asks before anything else: names what is missing, exit code 1 if anything is. */
import { providerPins } from "../../modules/pins";
import { findRequirements } from "./requirements";

async function main(): Promise<number> {
  const { source, version } = providerPins.aws;
  const requirements = await findRequirements();
  const lines = requirements.ok
    ? [`provider ${source} ${version} in ${requirements.mirror}`, `moto as ${requirements.moto.join(" ")}`]
    : requirements.missing.map((what) => `missing: ${what}`);
  process.stdout.write(`${lines.join("\n")}\n`);
  return requirements.ok ? 0 : 1;
}

void main().then((code) => {
  process.exitCode = code;
});
