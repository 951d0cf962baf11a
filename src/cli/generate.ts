/** Writes the help page, the error catalogue and the example's policies as files: `npm run docs`. */
import { writeFileSync } from "node:fs";
import { formatProblems, loadConfig } from "../config";
import { deployerPolicies } from "../policy";
import { catalogueMarkdown } from "../run/errors/markdown";
import { helpText } from "./help";
import { policyText } from "./policy";

writeFileSync("help", helpText);
writeFileSync("docs/troubleshooting.md", catalogueMarkdown());

const example = loadConfig({ path: "glrunner.yaml", env: {}, today: "2026-11-28", home: "/", cwd: "." });
if (!example.ok) throw new Error(formatProblems(example.problems));
writeFileSync("docs/deployer-policy.json", policyText(deployerPolicies(example.config)));
