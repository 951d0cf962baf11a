/** The proxy: settings that it needs, and variables that would silently override it. */
import { isMapping, valueAt, type Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import type { FleetEntry } from "../input/parse-sections";
import { parseBlock } from "../ipv4";
import { proxyVariableNames } from "../resolve/proxy";
import { readToml, tomlValues } from "../runner-toml/read";
import { needs, type Rule } from "./rule";

interface ProxyConfig {
  readonly http?: string | undefined;
  readonly https?: string | undefined;
}

const isUsed = ({ http, https }: ProxyConfig) => http !== undefined || https !== undefined;

/** The block of an existing VPC is in no configuration. */
export const proxyOfExisting: Rule = needs(["proxy", "network"], ({ proxy, network }) =>
  !isUsed(proxy) ||
  network.existing === undefined ||
  proxy.no.some((entry) => parseBlock(entry) !== undefined)
    ? []
    : [
        problem({
          code: "proxy-vpc-block",
          path: ["proxy", "no"],
          value: proxy.no,
          message:
            "glrunner does not know the address block of an existing VPC, and jobs must reach it without the proxy",
          allowed: "at least one block such as 10.0.0.0/16",
          fix: `add what \`aws ec2 describe-vpcs --vpc-ids ${network.existing.vpcId} --query 'Vpcs[].CidrBlock'\` prints`,
        }),
      ],
);

export const idleNoProxy: Rule = needs(["proxy"], ({ proxy }) =>
  isUsed(proxy) || proxy.no.length === 0
    ? []
    : [
        problem({
          code: "no-effect",
          path: ["proxy", "no"],
          value: proxy.no,
          message: "no proxy is set, so nothing can bypass it",
          allowed: "nothing here",
          fix: "remove it, or set proxy.http or proxy.https",
        }),
      ],
);

/** Names in `environment` and in the list of `extraToml`. */
function variablesOf({
  index,
  runner,
}: FleetEntry): readonly { readonly name: string; readonly path: Path }[] {
  const read = readToml(runner.extraToml ?? "");
  const sections = read.ok ? valueAt(read.toml, ["runners", 0]) : undefined;
  const lines = isMapping(sections) ? tomlValues(sections, ["environment"]).flat() : [];
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

export const proxyOnce: Rule = needs(["proxy", "fleet"], ({ proxy, fleet }) =>
  isUsed(proxy)
    ? fleet.flatMap(variablesOf).flatMap(({ name, path }): readonly Problem[] => {
        const known = proxyVariableNames.find((variable) => variable === name.toUpperCase());
        if (known === undefined) return [];
        return [
          problem({
            code: "proxy-twice",
            path,
            value: name,
            message: "proxy sets this variable for every job",
            allowed: "the proxy in one place",
            fix: `remove it, and use proxy.${known === "NO_PROXY" ? "no" : known === "HTTP_PROXY" ? "http" : "https"}`,
          }),
        ];
      })
    : [],
);
