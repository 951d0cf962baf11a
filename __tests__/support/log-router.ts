/**
 * What EKS says to the ConfigMap `aws-logging`: one line that is not to its rules, and no pod is logged.
 * Source: awsdocs/amazon-eks-user-guide@4d52b4d0:latest/ug/nodes/fargate-logging.adoc.
 */
import { awsLimits } from "../../src/facts/limits";

interface Kind {
  readonly section: string;
  readonly required: readonly string[];
  /** By the key `Name`; any where there are none. */
  readonly plugins?: readonly string[];
}

const kinds: Readonly<Record<string, Kind>> = {
  "filters.conf": {
    section: "FILTER",
    required: ["name", "match"],
    plugins: ["grep", "parser", "record_modifier", "rewrite_tag", "throttle", "nest", "modify", "kubernetes"],
  },
  "output.conf": {
    section: "OUTPUT",
    required: ["name", "match"],
    plugins: ["es", "firehose", "kinesis_firehose", "cloudwatch", "cloudwatch_logs", "kinesis"],
  },
  "parsers.conf": { section: "PARSER", required: ["name", "format"] },
};
/** Set by the service itself. */
const serviceOwned = ["kube_url", "kube_ca_file", "kube_token_command", "kube_token_file"];

type Pairs = Readonly<Record<string, string>>;

/** The sections of a file, in order: the keys in lower case, as case says nothing. */
export function sectionsOf(text: string): readonly { readonly section: string; readonly pairs: Pairs }[] {
  const parts = text.split(/^\[(?=[A-Z]+\]\n)/m).slice(1);
  return parts.map((part) => {
    const [head = "", ...lines] = part.trimEnd().split("\n");
    const pairs = lines.map((line) => /^\s+(\S+)\s+(.+)$/.exec(line) ?? [line, line, ""]);
    return {
      section: head.slice(0, -1),
      pairs: Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key.toLowerCase(), value])),
    };
  });
}

export function logRouterProblems(data: Pairs): readonly string[] {
  const size = JSON.stringify(data).length;
  const found = Object.entries(data).flatMap(([file, text]) => refusalsOf(file, text));
  return [
    ...(size > awsLimits.loggingConfigMapCharacters ? [`${size} characters`] : []),
    ...(sectionsOf(data["output.conf"] ?? "").length === 0 ? ["no output"] : []),
    ...found,
  ];
}

function refusalsOf(file: string, text: string): readonly string[] {
  const kind = kinds[file];
  if (kind === undefined) return [`unknown key ${file}`];
  const indented = new Set(text.split("\n").flatMap((line) => /^ +(?=\S)/.exec(line)?.[0].length ?? []));
  return [
    ...(text.includes("${") ? [`${file}: an environment variable`] : []),
    ...(indented.size > 1 || !text.startsWith("[") ? [`${file}: indentation`] : []),
    ...sectionsOf(text).flatMap(({ section, pairs }) => [
      ...(section === kind.section ? [] : [`${file}: section ${section}`]),
      ...kind.required.filter((key) => pairs[key] === undefined).map((key) => `${file}: no ${key}`),
      ...(kind.plugins?.includes(pairs.name ?? "") === false ? [`${file}: plugin ${pairs.name ?? ""}`] : []),
      ...serviceOwned.filter((key) => key in pairs).map((key) => `${file}: ${key}`),
    ]),
  ];
}
