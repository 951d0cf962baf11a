/** The proxy: settings that it needs, and variables that would silently override it. */
import { isMapping, valueAt, type Path } from "../paths";
import type { FleetEntry } from "../input/parse-sections";
import { parseBlock } from "../ipv4";
import { proxyVariableNames } from "../resolve/proxy";
import { readToml, tomlValues } from "../runner-toml/read";
import type { ParsedConfig } from "../schema";
import { idle } from "./no-effect";
import { needs, type Rule } from "./rule";

const isUsed = ({ http, https }: ParsedConfig["proxy"]) => http !== undefined || https !== undefined;

/** The configuration does not contain the address block of an existing VPC. */
export const proxyOfExisting: Rule = needs(
  ["proxy", "network"],
  ({ proxy, network }) =>
    isUsed(proxy) &&
    network.existing !== undefined &&
    !proxy.no.some((entry) => parseBlock(entry) !== undefined) && {
      code: "proxy-vpc-block",
      path: ["proxy", "no"],
      value: proxy.no,
      message:
        "glrunner does not know the address block of an existing VPC, and jobs must reach it without the proxy",
      allowed: "at least one block such as 10.0.0.0/16",
      fix: `add the block that \`aws ec2 describe-vpcs --vpc-ids ${network.existing.vpcId} --query 'Vpcs[].CidrBlock'\` prints`,
    },
);

export const idleNoProxy: Rule = needs(
  ["proxy"],
  ({ proxy }, { raw }) =>
    !isUsed(proxy) &&
    proxy.no.length > 0 &&
    idle(
      raw,
      ["proxy", "no"],
      "no proxy is set, so nothing can bypass it",
      "remove it, or set proxy.http or proxy.https",
    ),
);

interface Variable {
  readonly name: string;
  readonly path: Path;
}

/** Variables in `environment` and in the list of `extraToml`. */
function variablesOf({ index, runner }: FleetEntry): readonly Variable[] {
  const read = readToml(runner.extraToml ?? "");
  const section = read.ok ? valueAt(read.toml, ["runners", 0]) : undefined;
  const lines = isMapping(section) ? tomlValues(section, ["environment"]).flat() : [];
  return [
    ...Object.keys(runner.environment).map((name) => ({
      name,
      path: ["runners", index, "environment", name],
    })),
    ...lines.flatMap((line) =>
      typeof line === "string"
        ? [{ name: line.split("=")[0] ?? "", path: ["runners", index, "extraToml"] }]
        : [],
    ),
  ];
}

/** The option for each variable. */
const options = { HTTP_PROXY: "http", HTTPS_PROXY: "https", NO_PROXY: "no" } as const;

export const proxyOnce: Rule = needs(
  ["proxy", "fleet"],
  ({ proxy, fleet }) =>
    isUsed(proxy) &&
    fleet.flatMap(variablesOf).map(({ name, path }) => {
      const known = proxyVariableNames.find((variable) => variable === name.toUpperCase());
      return (
        known !== undefined && {
          code: "proxy-twice",
          path,
          value: name,
          message: "proxy sets this variable for every job",
          allowed: "the proxy in one place",
          fix: `remove it, and use proxy.${options[known]}`,
        }
      );
    }),
);
