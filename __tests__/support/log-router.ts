/**
 * Validates the ConfigMap `aws-logging` as EKS does. If one line breaks a rule, no pod on Fargate is logged.
 * Source: awsdocs/amazon-eks-user-guide@4d52b4d0:latest/ug/nodes/fargate-logging.adoc.
 */
import { awsLimits } from "../../src/facts/limits";

/** The rules for one key of the ConfigMap. */
interface FileRules {
  readonly section: string;
  readonly required: readonly string[];
  /** The allowed values of `Name`. @default all values are allowed */
  readonly plugins?: readonly string[];
}

const rulesByFile: Readonly<Record<string, FileRules>> = {
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
/** Keys that only EKS may set. */
const serviceOwned = ["kube_url", "kube_ca_file", "kube_token_command", "kube_token_file"];

type Pairs = Readonly<Record<string, string>>;

/** Returns the sections of a file in order. Keys are in lower case, because Fluent Bit ignores their case. */
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

/** Returns the reasons for which EKS refuses the data of the ConfigMap; empty if EKS accepts it. */
export function logRouterProblems(data: Pairs): readonly string[] {
  const size = JSON.stringify(data).length;
  const fileProblems = Object.entries(data).flatMap(([file, text]) => problemsOfFile(file, text));
  return [
    ...(size > awsLimits.loggingConfigMapCharacters ? [`${size} characters`] : []),
    ...(sectionsOf(data["output.conf"] ?? "").length === 0 ? ["no output"] : []),
    ...fileProblems,
  ];
}

function problemsOfFile(file: string, text: string): readonly string[] {
  const rules = rulesByFile[file];
  if (rules === undefined) return [`unknown key ${file}`];
  const indentations = new Set(text.split("\n").flatMap((line) => /^ +(?=\S)/.exec(line)?.[0].length ?? []));
  return [
    ...(text.includes("${") ? [`${file}: an environment variable`] : []),
    ...(indentations.size > 1 || !text.startsWith("[") ? [`${file}: indentation`] : []),
    ...sectionsOf(text).flatMap(({ section, pairs }) => [
      ...(section === rules.section ? [] : [`${file}: section ${section}`]),
      ...rules.required.filter((key) => pairs[key] === undefined).map((key) => `${file}: no ${key}`),
      ...(rules.plugins?.includes(pairs.name ?? "") === false ? [`${file}: plugin ${pairs.name ?? ""}`] : []),
      ...serviceOwned.filter((key) => key in pairs).map((key) => `${file}: ${key}`),
    ]),
  ];
}
