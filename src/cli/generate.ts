/** Part of `npm run docs`: writes the file `help` and the generated pages, schemas and images in `docs`. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { formatProblems, loadConfig } from "../config";
import { formatted } from "../config/docs/generated";
import { deployerPolicies } from "../check/policy";
import { comparison, comparisonChart, withComparison } from "../fleet/price";
import { jobCostSchema } from "../fleet/jobs/cost/job-cost-report";
import { catalogueMarkdown } from "../run/errors/markdown";
import { synthesize } from "../stacks";
import { architecturePage } from "../stacks/architecture";
import { sections } from "./commands";
import { overview } from "./definition/help";
import { commandsPage } from "./definition/page";
import { messagesPage } from "./messages/page";
import { failedDocumentSchema } from "./context/reported-error";
import { policyText } from "./actions/policy";

writeFileSync("help", overview(sections));
writeFileSync("docs/troubleshooting.md", catalogueMarkdown());

const example = loadConfig({ path: "glrunner.yaml", env: {}, today: "2026-11-28", home: "/", cwd: "." });
if (!example.ok) throw new Error(formatProblems(example.problems));
writeFileSync("docs/deployer-policy.json", policyText(deployerPolicies(example.config)));

const rows = comparison();
writeFileSync("docs/images/comparison.svg", comparisonChart(rows));
const capacityPage = withComparison(readFileSync("docs/capacity.md", "utf8"), rows);

const folder = mkdtempSync(join(tmpdir(), "glr-"));
synthesize(example.config, folder);
const page = architecturePage((stage) => readFileSync(join(folder, "stacks", stage, "cdk.tf.json"), "utf8"));
rmSync(folder, { recursive: true });
const pages = [
  ["docs/architecture.md", page],
  ["docs/capacity.md", capacityPage],
  ["docs/commands.md", commandsPage(sections)],
  ["docs/messages.md", messagesPage()],
  ["docs/jobs-cost.schema.json", JSON.stringify(z.toJSONSchema(jobCostSchema), null, 2)],
  ["docs/cli-error.schema.json", JSON.stringify(z.toJSONSchema(failedDocumentSchema), null, 2)],
] as const;
for (const [name, content] of pages) {
  void formatted(name, content).then(({ path, text }) => {
    writeFileSync(path, text);
  });
}
