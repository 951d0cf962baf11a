/**
 * `runners[].chartValues`: every value of the recorded GitLab Runner chart that glrunner does not set itself. The type of a value
 * is the type of its default. A value without a default gets the type that its name suggests.
 */
import * as z from "zod";
import recorded from "../../../../modules/interfaces/gitlab-runner-chart.json";
import { ownedChartValue } from "./owned";

const map = z.record(z.string(), z.json());
const texts = z.record(z.string(), z.string());
const list = z.array(z.json());

/** Types of values without a default, by name. Source: the templates of the recorded chart. */
const typesByName: readonly (readonly [name: RegExp, type: z.ZodType])[] = [
  [/(Seconds|Threshold|Limit|Port|timeout)$/, z.int().min(0)],
  [/([aA]nnotations|[lL]abels)$/, texts],
  [/(Relabelings|relabelings|Ranges|IPs|Ports)$/, list],
  [/(Policy|IP|Name|Age|Level|Dsn|Label|Script|hostname|interval|path|scheme)$/, z.string()],
];

/** Values that are lists in the templates, although their default is an empty mapping. */
const lists = ["topologySpreadConstraints"];

/** Types by path, from the templates: mappings of text, and objects that the chart passes to Kubernetes unchanged. */
const typesByPath: Readonly<Record<string, z.ZodType>> = {
  extraEnv: texts,
  podLabels: texts,
  podAnnotations: texts,
  deploymentLabels: texts,
  deploymentAnnotations: texts,
  configMaps: texts,
  securityContext: map,
  podSecurityContext: map,
};

function typeOf(path: string, value: unknown): z.ZodType {
  const name = path.split(".").at(-1) ?? path;
  const known = Object.hasOwn(typesByPath, path) ? typesByPath[path] : undefined;
  if (known !== undefined) return known;
  if (lists.includes(name)) return list;
  if (typeof value === "boolean") return z.boolean();
  if (typeof value === "number") return z.int().min(0);
  if (typeof value === "string") return z.string();
  if (Array.isArray(value)) return list;
  if (value !== null) return map;
  return typesByName.find(([pattern]) => pattern.test(name))?.[1] ?? z.json();
}

function describe(path: string, value: unknown): string {
  const known = value === null ? "" : ` Default of the chart: \`${JSON.stringify(value)}\`.`;
  return `Value \`${path}\` of the chart.${known}`;
}

type Recorded = readonly (readonly [path: string, value: unknown])[];

/** The values below a path, as nested objects. */
function shapeOf(values: Recorded, below: string): z.ZodRawShape {
  const names = [...new Set(values.map(([path]) => path.slice(below.length).split(".")[0] ?? ""))];
  return Object.fromEntries(
    names.flatMap((name): [string, z.ZodType][] => {
      const path = `${below}${name}`;
      if (ownedChartValue(path) !== undefined) return [];
      const leaf = Object.hasOwn(typesByPath, path)
        ? ([path, null] as const)
        : values.find(([key]) => key === path);
      if (leaf !== undefined)
        return [[name, typeOf(path, leaf[1]).optional().describe(describe(path, leaf[1]))]];
      const inner = shapeOf(
        values.filter(([key]) => key.startsWith(`${path}.`)),
        `${path}.`,
      );
      const section = `Values below \`${path}\` of the chart.`;
      return Object.keys(inner).length === 0
        ? []
        : [[name, z.strictObject(inner).optional().describe(section)]];
    }),
  );
}

export const chartValuesSchema = z
  .strictObject(shapeOf(Object.entries(recorded.keys), ""))
  .prefault({})
  .describe(
    `Any other value of the GitLab Runner chart (recorded from ${recorded.version}), under its own name. glrunner refuses values that it sets itself. Not for secrets.`,
  );
