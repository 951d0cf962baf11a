/** `extraToml` must be TOML with one [[runners]] section, and must not set what glrunner computes. */
import { isMapping, type Path } from "../paths";
import { problem, type Problem, type ProblemCode } from "../input/problems";
import { fargateSettings } from "./fargate-pod-settings";
import { escapes, jobPlacements, type JobPlacement } from "./job-escapes";
import { jobLabel } from "../resource-names";
import { sameInOtherCase, writtenTwice } from "./extra-toml-twice";
import { needs, type Rule } from "./rule";
import { inputLimits } from "../input/limits";
import { computedKeys, computedTables, type ComputedKey } from "../runner-toml/keys";
import { readToml, tomlValues } from "../runner-toml/read";

const allowed = "one [[runners]] section with settings that glrunner does not compute";

function found(code: ProblemCode, path: Path, message: string, fix: string, value?: unknown): Problem {
  return problem({ code, path, value, message, allowed, fix });
}

/** Further labels with the prefix of those that glrunner finds its own pods by. */
function ownLabels(section: unknown): readonly Pick<ComputedKey, "key" | "instead">[] {
  return tomlValues(section, ["kubernetes", "pod_labels"])
    .flatMap((labels) => (isMapping(labels) ? Object.keys(labels) : []))
    .filter((label) => label.startsWith("glrunner/") && label !== jobLabel)
    .map((label) => ({ key: ["kubernetes", "pod_labels", label], instead: "labels of your own" }));
}

function computedProblems(section: unknown, path: Path, { compute }: JobPlacement): readonly Problem[] {
  const computed = computedKeys.filter(({ on }) => on === "every class" || compute === "fargate");
  const set = [...computed, ...ownLabels(section)].flatMap(({ key, instead }) => {
    const name = key.join(".");
    return tomlValues(section, key).map((value) => {
      const shown = name === "token" ? "****" : value;
      return found("extra-toml-computed", path, `glrunner sets ${name} itself`, `use ${instead}`, shown);
    });
  });
  const replaced = computedTables.flatMap((key) =>
    tomlValues(section, key)
      .filter((value) => !isMapping(value) || value instanceof Date)
      .map((value) => {
        const message = `${key.join(".")} must be a table, because glrunner adds keys to it`;
        return found("extra-toml-computed", path, message, "write a table, or remove it", value);
      }),
  );
  return [...set, ...replaced];
}

/** Keys outside [[runners]] that are reported one by one. */
const maxGlobals = 20;

function shapeProblems(
  toml: Readonly<Record<string, unknown>>,
  path: Path,
  place: JobPlacement,
  twice: (section: unknown) => readonly Problem[],
): readonly Problem[] {
  const globals = Object.keys(toml)
    .filter((key) => key !== "runners")
    .slice(0, maxGlobals)
    .map((key) => {
      const message = `${key} is outside [[runners]], where the chart ignores it`;
      const fix =
        key === "concurrent" ? "use the runner's concurrent" : "remove it, or move it below [[runners]]";
      return found("extra-toml-global", path, message, fix, key);
    });
  const sections: unknown = toml.runners;
  if (sections === undefined) return globals;
  if (!Array.isArray(sections) || sections.length !== 1) {
    return [
      ...globals,
      found("extra-toml-shape", path, "there is not exactly one [[runners]] section", "write one"),
    ];
  }
  const onFargate = place.compute === "fargate" ? fargateSettings(sections[0], () => path) : [];
  return [
    ...globals,
    ...computedProblems(sections[0], path, place),
    ...escapes(sections[0], () => path, place),
    ...onFargate,
    ...twice(sections[0]),
    ...sameInOtherCase(sections[0], path),
  ];
}

function tomlProblems(
  text: string,
  path: Path,
  place: JobPlacement,
  twice: (section: unknown) => readonly Problem[],
): readonly Problem[] {
  const read = readToml(text);
  if (read.ok) return shapeProblems(read.toml, path, place, twice);
  const message =
    read.reason === "syntax" ? `this is not valid TOML${read.place}` : "the TOML is nested too deeply";
  const fix = read.reason === "syntax" ? "correct the text there" : `use at most ${inputLimits.depth} levels`;
  return [found("extra-toml-syntax", path, message, fix)];
}

export const extraToml: Rule = needs(["fleet"], ({ fleet }, { parts, raw }) => {
  const placeOf = jobPlacements(fleet, parts);
  return fleet.flatMap((entry) => {
    const { extraToml: text } = entry.runner;
    if (text === undefined) return [];
    const path = ["runners", entry.index, "extraToml"];
    return tomlProblems(text, path, placeOf(entry.runner), (section) =>
      writtenTwice(section, entry, raw, path),
    );
  });
});
