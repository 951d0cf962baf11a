/**
 * The reference of the configuration, generated from the schema: an index page, and a page for each section. Keys are
 * list entries rather than table rows, because descriptions are longer than a cell should be.
 */
import { versionSets } from "../../../modules/pins";
import { limitRows } from "../input/limits";
import { choices, isNode, rootNode, type SchemaNode } from "../input/schema-nodes";
import { setDefaults } from "../resolve/versions";
import { examples } from "./examples";
import { sectionRows, type ReferenceRow } from "./reference-rows";

interface ReferencePage {
  /** From the project's directory. */
  readonly path: string;
  readonly text: string;
}

const note = "Generated from the schema in `src/config/schema` by `npm run docs`; do not edit.";

const intro = `# Configuration

${note}

One file, YAML or JSON, describes the whole deployment. Only \`name\` and \`region\` are required. Every other key has a
default or is optional. Unknown keys are refused. Add this first line to let editors complete and check the file:

\`\`\`yaml
# yaml-language-server: $schema=docs/glrunner.schema.json
\`\`\`

## Which file glrunner reads

1. The file is the one given with \`--config\`, otherwise the one in \`GLRUNNER_CONFIG\`, otherwise \`glrunner.yaml\` in the
   current directory.
2. Environment overrides win over the file.
3. Keys that neither sets have the schema's default. Versions come from the version set.

The file is YAML 1.2: anchors, aliases and merge keys (\`<<\`) work, and a mapping may have each key once.

## Environment overrides

A variable that begins with \`GLRUNNER__\` sets one key. Use it for values that differ between environments. Two
underscores separate the keys. Case, hyphens and single underscores do not count. A number is an index in a list, from 0.

| variable | sets |
| --- | --- |
| \`GLRUNNER__NETWORK__CIDR=10.1.0.0/16\` | \`network.cidr\` |
| \`GLRUNNER__VERSIONS__KUBERNETES=1.36\` | \`versions.kubernetes\`, as text |
| \`GLRUNNER__RUNNERS__0__CONCURRENT=200\` | \`concurrent\` of the first runner |
| \`GLRUNNER__CLUSTER__LOGS=[api, audit]\` | \`cluster.logs\`, a list |
| \`GLRUNNER__TAGS__Owner=ci\` | \`tags.Owner\`: a new name in a map is taken as it is written |
| \`GLRUNNER__STATE={backend: s3, bucket: my-state}\` | the whole of \`state\` |

Where the schema expects text, glrunner takes the value unchanged; elsewhere it reads the value as YAML. An empty variable
counts as unset. glrunner refuses a variable that names no key. Do not put secrets into overrides either: tokens are
references.
`;

const outro = `## Limits

glrunner refuses a configuration beyond these limits with a problem that names the limit.

| what | limit |
| --- | --- |
${limitRows.map((row) => `| ${row.join(" | ")} |`).join("\n")}

## Problems and warnings

glrunner reports all problems at once, each with the path, the given value, what is allowed, and the next step. A problem
refuses the configuration (exit code 2, nothing is written); a warning does not. A code never changes its
meaning.
`;

/** The page leaves out a default that is longer. */
const maxDefaultLength = 80;

function defaultText({ required, defaultValue }: ReferenceRow): string {
  if (required) return ", required";
  const text = defaultValue === undefined ? "{}" : JSON.stringify(defaultValue);
  return text === "{}" || text.length > maxDefaultLength ? "" : `, default \`${text}\``;
}

/** Escapes asterisks outside code, which Markdown would read as emphasis. */
const escaped = (text: string) =>
  text
    .split("`")
    .map((part, at) => (at % 2 === 0 ? part.replaceAll("*", "\\*") : part))
    .join("`");

function entry(row: ReferenceRow): string {
  const isObvious = row.allowed === "" || row.allowed === row.type || row.allowed === "text";
  const allowed = isObvious
    ? ""
    : ` Allowed: ${row.allowed.replace(/\.+$/, "...").replace(/([^.])$/, "$1.")}`;
  return `- **\`${row.key}\`** (${row.type}${defaultText(row)}): ${escaped(`${row.description}${allowed}`)}`;
}

const list = (rows: readonly ReferenceRow[]) => rows.map(entry).join("\n");

function properties(node: SchemaNode): readonly (readonly [string, SchemaNode])[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    isNode(child) ? [[name, child] as const] : [],
  );
}

/** A list for each choice of a union, such as the state backends. */
function unionSection(node: SchemaNode): string {
  return choices(node)
    .map((choice) => {
      const [first] = properties(choice);
      const title = first === undefined ? "" : `### ${first[0]}: ${String(first[1].const)}\n\n`;
      return `${title}${list(sectionRows(choice))}`;
    })
    .join("\n\n");
}

const typeTitles: Readonly<Record<string, string>> = {
  boolean: "true or false",
  string: "text",
  number: "a number",
  array: "a list of text",
  object: "a mapping",
};

/** The names of the module's many inputs by type. The module's own documentation describes them. */
function blueprintsSection(node: SchemaNode): string {
  const lists = Object.entries(typeTitles).map(([type, title]) => {
    const names = properties(node)
      .filter(([, child]) => child.type === type)
      .map(([name]) => `\`${name}\``);
    return `- **${title}**: ${names.join(", ")}`;
  });
  return [
    `### addons.blueprints\n\n${node.description ?? ""} Inputs that glrunner sets itself are left out.\n`,
    ...lists,
  ].join("\n");
}

function addonsSection(node: SchemaNode): string {
  const { blueprints } = node.properties ?? {};
  const others = Object.fromEntries(properties(node).filter(([name]) => name !== "blueprints"));
  const rows = list(sectionRows({ ...node, properties: others }));
  return isNode(blueprints) ? `${rows}\n\n${blueprintsSection(blueprints)}` : rows;
}

/** The values of each version set, to which the defaults of other keys refer. */
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

function sectionPage([name, node]: readonly [string, SchemaNode]): ReferencePage {
  const keys =
    name === "addons"
      ? addonsSection(node)
      : choices(node).length > 1
        ? unionSection(node)
        : list(sectionRows(node));
  const parts = [
    `# ${name}`,
    note,
    node.description ?? "",
    ...(name === "versions" ? [versionSetTable()] : []),
    `## Example\n\n\`\`\`yaml\n${examples[name] ?? ""}\`\`\``,
    `## Keys${name === "runners" ? " of each entry" : ""}`,
    keys,
    "Back to [all sections](../configuration.md).",
  ];
  return { path: `docs/configuration/${name}.md`, text: `${parts.join("\n\n")}\n` };
}

/** Text up to its first full stop, for a table cell. */
const firstSentence = (text: string) => /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;

function isSection([name, node]: readonly [string, SchemaNode]): boolean {
  return name !== "tags" && (node.type === "object" || node.type === "array" || choices(node).length > 1);
}

/** The index page, and a page for each section. */
export function referencePages(): readonly ReferencePage[] {
  const all = properties(rootNode());
  const sections = all.filter(isSection);
  const simple = {
    properties: Object.fromEntries(all.filter((row) => !isSection(row))),
    required: ["name", "region"],
  };
  const links = sections.map(
    ([name, node]) =>
      `| [\`${name}\`](configuration/${name}.md) | ${firstSentence(node.description ?? "")} |`,
  );
  const index = [
    intro,
    `## Top level\n\n${list(sectionRows(simple))}`,
    ["## Sections\n\n| section | what it describes |", "| --- | --- |", ...links].join("\n"),
    outro,
  ];
  return [{ path: "docs/configuration.md", text: index.join("\n\n") }, ...sections.map(sectionPage)];
}
