/** The reference page of the configuration, made from the schema, so that it cannot say anything else. */
import { versionSets } from "../../../modules/pins";
import { problemCodes } from "../input/problem-codes";
import { sectionRows, type ReferenceRow } from "./reference-rows";
import { choices, isNode, rootNode, type SchemaNode } from "../input/schema-nodes";
import { setDefaults } from "../resolve/versions";

const intro = `# Configuration

Made from the schema in \`src/config/schema\` by \`npm run docs\`; do not edit.

One file, YAML or JSON, says everything. Only \`name\` and \`region\` are required. Every key has a default or is
optional otherwise; unknown keys are refused. Editors that know JSON Schema complete and check the file with this
first line:

\`\`\`yaml
# yaml-language-server: $schema=docs/glrunner.schema.json
\`\`\`

## Which file, and what wins

1. The file is the one given with \`--config\`, else the one in \`GLRUNNER_CONFIG\`, else \`glrunner.yaml\` in the current
   folder.
2. Environment overrides win over the file.
3. What neither gives is the schema's default, below; versions come from the version set.

YAML is 1.2: anchors, aliases and merge keys (\`<<\`) work, at most 100 aliases; a key may be there once.

## Environment overrides

For what differs between environments, a variable that begins with \`GLRUNNER__\` sets one key. Two underscores part the
keys. Case, hyphens and single underscores do not count; a number is a place in a list, from 0.

| variable | sets |
| --- | --- |
| \`GLRUNNER__NETWORK__CIDR=10.1.0.0/16\` | \`network.cidr\` |
| \`GLRUNNER__VERSIONS__KUBERNETES=1.36\` | \`versions.kubernetes\`, as text |
| \`GLRUNNER__RUNNERS__0__CONCURRENT=200\` | \`concurrent\` of the first runner |
| \`GLRUNNER__CLUSTER__LOGS=[api, audit]\` | \`cluster.logs\`, a list |
| \`GLRUNNER__TAGS__Owner=ci\` | \`tags.Owner\`: a new name in a map is taken as it is written |
| \`GLRUNNER__STATE={backend: s3, bucket: my-state}\` | the whole of \`state\` |

Where the schema wants text, the value is taken as it stands; elsewhere it is read as YAML. An empty variable counts as
unset. A variable that names no key is refused, by its name. Secrets do not belong here either: tokens are references.
`;

function cell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\n/g, " ");
}

function code(value: unknown): string {
  return `\`${cell(JSON.stringify(value))}\``;
}

function defaultText({ required, defaultValue }: ReferenceRow): string {
  if (required) return "required";
  return defaultValue === undefined || JSON.stringify(defaultValue) === "{}" ? "" : code(defaultValue);
}

/** A default longer than this is one that the table shows key by key anyway. */
const maxDefaultLength = 80;

function tableRow(row: ReferenceRow): string {
  const text = defaultText(row);
  const shown = text.length > maxDefaultLength ? "see description" : text;
  return `| \`${cell(row.key)}\` | ${row.kind} | ${shown} | ${cell(row.allowed)} | ${cell(row.description)} |`;
}

function table(rows: readonly ReferenceRow[]): string {
  const head = ["| key | kind | default | allowed | what it is |", "| --- | --- | --- | --- | --- |"];
  return [...head, ...rows.map(tableRow)].join("\n");
}

function properties(node: SchemaNode): readonly (readonly [string, SchemaNode])[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    isNode(child) ? [[name, child] as const] : [],
  );
}

/** A table for each choice of a union, such as the backends of the state. */
function unionSection(node: SchemaNode): string {
  return choices(node)
    .map((choice) => {
      const [first] = properties(choice);
      const title = first === undefined ? "" : `### ${first[0]}: ${String(first[1].const)}\n\n`;
      return `${title}${table(sectionRows(choice))}`;
    })
    .join("\n\n");
}

const kindTitles: Readonly<Record<string, string>> = {
  boolean: "true or false",
  string: "text",
  number: "a number",
  array: "a list of text",
  object: "a mapping",
};

/** The module's many inputs, by kind, without a row each: their meaning is the module's. */
function blueprintsSection(node: SchemaNode): string {
  const kinds = Object.entries(kindTitles).map(([type, title]) => {
    const names = properties(node)
      .filter(([, child]) => child.type === type)
      .map(([name]) => `\`${name}\``);
    return `- **${title}**: ${names.join(", ")}`;
  });
  return [
    `### addons.blueprints\n\n${node.description ?? ""} What glrunner sets itself is left out.\n`,
    ...kinds,
  ].join("\n");
}

function addonsSection(node: SchemaNode): string {
  const { blueprints } = node.properties ?? {};
  const others = Object.fromEntries(properties(node).filter(([name]) => name !== "blueprints"));
  const rows = table(sectionRows({ ...node, properties: others }));
  return isNode(blueprints) ? `${rows}\n\n${blueprintsSection(blueprints)}` : rows;
}

/** What the version sets hold, so that "the version set's" is on the same page. */
function versionSetTable(): string {
  const rows = Object.entries(versionSets).map(([name, { kubernetes, karpenter, runnerChart }]) => {
    const { ebsCsi, logging } = name === "tutorial" ? setDefaults.tutorial : setDefaults.current;
    return `| \`${name}\` | ${kubernetes} | ${karpenter} | ${runnerChart} | ${ebsCsi ? "on" : "off"} | ${logging ? "on" : "off"} |`;
  });
  return [
    "| set | kubernetes | karpenter | runnerChart | cluster.ebsCsi | addons.logging |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function section(name: string, node: SchemaNode): string {
  const body =
    name === "addons"
      ? addonsSection(node)
      : choices(node).length > 1
        ? unionSection(node)
        : table(sectionRows(node, name === "runners" ? "runners[]." : ""));
  const extra = name === "versions" ? `${versionSetTable()}\n\n` : "";
  return `## ${name}\n\n${node.description ?? ""}\n\n${extra}${body}`;
}

function isSection([name, node]: readonly [string, SchemaNode]): boolean {
  return name !== "tags" && (node.type === "object" || node.type === "array" || choices(node).length > 1);
}

function codesSection(): string {
  const listed = (severity: string): string =>
    Object.entries(problemCodes)
      .filter(([, { level }]) => level === severity)
      .map(([name]) => `\`${name}\``)
      .join(", ");
  return `## Problems and warnings

Everything that is wrong is reported at once: where, what stands there, what is allowed and what to do, with a code that
does not change. A problem refuses the configuration (exit code 2, nothing is written); a warning does not.

- **problems**: ${listed("problem")}
- **warnings**: ${listed("warning")}
`;
}

export function referencePage(): string {
  const all = properties(rootNode());
  const simple = {
    properties: Object.fromEntries(all.filter((entry) => !isSection(entry))),
    required: ["name", "region"],
  };
  const sections = all.filter(isSection).map(([name, node]) => section(name, node));
  return [intro, `## Top level\n\n${table(sectionRows(simple))}`, ...sections, codesSection()].join("\n\n");
}
