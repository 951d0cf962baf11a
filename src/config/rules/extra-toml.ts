/** `extraToml` must be TOML with one [[runners]] section, and must not set what glrunner computes. */
import { isMapping, type Path } from "../paths";
import type { Finding, ProblemCode } from "../input/problems";
import { fargateSettings } from "./fargate-pod-settings";
import { escapes, jobPlacements, type JobPlacement } from "./job-escapes";
import { jobLabel } from "../resource-names";
import { sameInOtherCase, writtenTwice } from "./extra-toml-twice";
import { needs, type Findings, type Rule } from "./rule";
import { inputLimits } from "../input/limits";
import { hidden } from "../mask";
import { computedKeys, computedTables, type ComputedKey } from "../runner-toml/keys";
import { readToml, tomlValues } from "../runner-toml/read";

const allowed = "one [[runners]] section with settings that glrunner does not compute";

function finding(code: ProblemCode, path: Path, message: string, fix: string, value?: unknown): Finding {
  return { code, path, value, message, allowed, fix };
}

/** Labels with the prefix of those by which glrunner finds its own pods. */
function ownLabels(section: unknown): readonly Pick<ComputedKey, "key" | "instead">[] {
  return tomlValues(section, ["kubernetes", "pod_labels"])
    .flatMap((labels) => (isMapping(labels) ? Object.keys(labels) : []))
    .filter((label) => label.startsWith("glrunner/") && label !== jobLabel)
    .map((label) => ({ key: ["kubernetes", "pod_labels", label], instead: "labels of your own" }));
}

function computedProblems(section: unknown, path: Path, { compute }: JobPlacement): Findings {
  const computed = computedKeys.filter(({ on }) => on === "every class" || compute === "fargate");
  const set = [...computed, ...ownLabels(section)].map(({ key, instead }) => {
    const name = key.join(".");
    return tomlValues(section, key).map((value) => {
      const shown = name === "token" ? hidden : value;
      return finding("extra-toml-computed", path, `glrunner sets ${name} itself`, `use ${instead}`, shown);
    });
  });
  const replaced = computedTables.map((key) =>
    tomlValues(section, key)
      .filter((value) => !isMapping(value) || value instanceof Date)
      .map((value) => {
        const message = `${key.join(".")} must be a table, because glrunner adds keys to it`;
        return finding("extra-toml-computed", path, message, "use a table, or remove it", value);
      }),
  );
  return [set, replaced];
}

/** Maximum number of keys outside [[runners]] that are reported. */
const maxGlobals = 20;

function globalKeys(toml: Readonly<Record<string, unknown>>, path: Path): Findings {
  return Object.keys(toml)
    .filter((key) => key !== "runners")
    .slice(0, maxGlobals)
    .map((key) => {
      const message = `${key} is outside [[runners]], where the chart ignores it`;
      const fix =
        key === "concurrent" ? "use the runner's concurrent" : "remove it, or move it below [[runners]]";
      return finding("extra-toml-global", path, message, fix, key);
    });
}

export const extraToml: Rule = needs(["fleet"], ({ fleet }, { sections, raw }) => {
  const placementOf = jobPlacements(fleet, sections);
  return fleet.map((entry) => {
    const { extraToml: text } = entry.runner;
    if (text === undefined) return undefined;
    const path = ["runners", entry.index, "extraToml"];
    const read = readToml(text);
    if (!read.ok) {
      const isSyntax = read.reason === "syntax";
      const message = isSyntax ? `this is not valid TOML${read.place}` : "the TOML is nested too deeply";
      const fix = isSyntax ? "correct the text there" : `use at most ${inputLimits.depth} levels`;
      return finding("extra-toml-syntax", path, message, fix);
    }
    const { runners } = read.toml;
    const globals = globalKeys(read.toml, path);
    if (runners === undefined) return globals;
    if (!Array.isArray(runners) || runners.length !== 1) {
      const message = "there is not exactly one [[runners]] section";
      return [globals, finding("extra-toml-shape", path, message, "use exactly one [[runners]] section")];
    }
    const section: unknown = runners[0];
    const placement = placementOf(entry.runner);
    return [
      globals,
      computedProblems(section, path, placement),
      escapes(section, () => path, placement),
      placement.compute === "fargate" && fargateSettings(section, () => path),
      writtenTwice(section, entry, raw, path),
      sameInOtherCase(section, path),
    ];
  });
});
