/**
 * Checks the rules about Spot against a contract, over all sets of a fleet's tags, including none and an unknown tag. The rules
 * must accept exactly the fleets that keep the contract.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readFileSync } from "node:fs";
import { parseConfig, type Config, type ProblemCode, type Runner } from "../../../src/config";
import { presetNames, presets } from "../../../src/config/presets";
import { classTag, takersOf } from "../../../src/config/resolve/routing";
import { computeClasses } from "../../../src/config/schema/runners";
import { found, runner, sample } from "../samples";
import { parseOptions } from "../arbitraries";

type Routed = Pick<Runner, "compute" | "tags" | "runUntagged">;

const interrupted = ({ compute }: Routed) => compute === "spot" || compute === "spot-first";

/** All subsets of the tags. */
function subsets(tags: readonly string[]): readonly (readonly string[])[] {
  return tags.reduce<readonly (readonly string[])[]>(
    (sets, tag) => sets.flatMap((set) => [set, [...set, tag]]),
    [[]],
  );
}

const setsOf = (fleet: readonly Routed[]) =>
  subsets([...new Set([...fleet.flatMap(({ tags }) => tags), "nobody-has-it"])]);

/** The contract for a fleet of one GitLab, in terms of which runners may take which set of tags. */
const contract = {
  "no untagged job reaches Spot": (fleet) => !takersOf(fleet, []).some(interrupted),
  "a job with the tag of a class runs on exactly that class": (fleet) =>
    setsOf(fleet).every((tags) =>
      computeClasses
        .filter((compute) => tags.includes(classTag(compute)))
        .every((asked) => takersOf(fleet, tags).every(({ compute }) => compute === asked)),
    ),
  "next to Spot there is a choice without Spot": (fleet) =>
    !fleet.some(interrupted) ||
    setsOf(fleet).some((tags) => {
      const takers = takersOf(fleet, tags);
      return takers.length > 0 && !takers.some(interrupted);
    }),
  "every runner takes some job": (fleet) =>
    fleet.every((each) => setsOf(fleet).some((tags) => takersOf(fleet, tags).includes(each))),
  "no two classes take the same tagged jobs": (fleet) => {
    const taken = fleet.map((each) =>
      JSON.stringify(setsOf(fleet).map((tags) => tags.length > 0 && takersOf(fleet, tags).includes(each))),
    );
    return fleet.every((one, first) =>
      fleet.every((other, second) => one.compute === other.compute || taken[first] !== taken[second]),
    );
  },
} satisfies Record<string, (fleet: readonly Routed[]) => boolean>;

const brokenBy: Readonly<Record<keyof typeof contract, readonly ProblemCode[]>> = {
  "no untagged job reaches Spot": ["spot-untagged"],
  "a job with the tag of a class runs on exactly that class": ["tag-of-other-class"],
  "next to Spot there is a choice without Spot": ["spot-alone", "spot-twin-unreachable"],
  "every runner takes some job": ["runner-takes-nothing"],
  "no two classes take the same tagged jobs": ["tags-same-for-classes"],
};

type Mapping = Readonly<Record<string, unknown>>;

/** The clauses that a fleet breaks, and the clauses that the rules report as broken. */
function brokenClauses(fleet: readonly Routed[]) {
  const runners = fleet.map((each, index) => runner({ name: `r${index}`, ...each }));
  const parsed = parseConfig(sample({ runners }), parseOptions);
  const codes = parsed.ok ? [] : parsed.problems.map(({ code }) => code);
  const names = Object.keys(contract).filter((name): name is keyof typeof contract => name in contract);
  return {
    broken: names.filter((name) => !contract[name](fleet)),
    refused: names.filter((name) => brokenBy[name].some((code) => codes.includes(code))),
  };
}

const routed = ({ compute, tags, runUntagged }: Runner): Routed => ({ compute, tags, runUntagged });

function configOf(input: unknown): Config {
  const parsed = parseConfig(input, parseOptions);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

const f: Routed = { compute: "fargate", tags: ["eks-fargate"], runUntagged: false };
const d: Routed = { compute: "on-demand", tags: ["eks-on-demand"], runUntagged: false };
const s: Routed = { compute: "spot", tags: ["eks-spot"], runUntagged: false };
const sf: Routed = { compute: "spot-first", tags: ["eks-spot-first"], runUntagged: false };

describe("a valid fleet runs jobs on Spot only if they ask for it", () => {
  const examples = presetNames.filter((name) => name !== "tutorial").map((name) => `examples/${name}.yaml`);
  it.each(["glrunner.yaml", ...examples])("%s", (file) => {
    const fleet = configOf(parse(readFileSync(file, "utf8"))).runners.map(routed);
    expect(fleet.length).toBeGreaterThan(0);
    expect(brokenClauses(fleet)).toEqual({ broken: [], refused: [] });
  });

  it.each(presetNames)("preset %s", (name) => {
    expect(brokenClauses(configOf(presets[name].input).runners.map(routed))).toEqual({
      broken: [],
      refused: [],
    });
  });

  it.each<readonly [string, readonly Routed[]]>([
    ["each class", [f, d, s, sf]],
    ["Spot with and without a fallback, and a twin", [f, s, sf]],
    ["two of a class with the same tags", [f, f, s]],
    ["untagged jobs on Fargate", [{ ...f, runUntagged: true }, s]],
    ["a twin for untagged jobs alone", [{ ...f, tags: [], runUntagged: true }, s]],
    ["a tag that all share", [f, d, s].map((each) => ({ ...each, tags: [...each.tags, "docker"] }))],
    [
      "a twin with one tag more than Spot",
      [
        { ...d, tags: ["linux", "safe"] },
        { ...s, tags: ["linux"] },
      ],
    ],
    ["sizes by tag", [{ ...f, tags: ["eks-fargate", "large"] }, f, s]],
  ])("%s", (_, fleet) => {
    expect(brokenClauses(fleet)).toEqual({ broken: [], refused: [] });
  });
});

describe("a fleet that runs other jobs on Spot is refused", () => {
  const spotTags = (...tags: string[]): Routed => ({ ...s, tags });
  it.each<readonly [keyof typeof contract, readonly Routed[]]>([
    ["no untagged job reaches Spot", [f, { ...s, runUntagged: true }]],
    ["a job with the tag of a class runs on exactly that class", [f, spotTags("eks-spot", "eks-on-demand")]],
    [
      "a job with the tag of a class runs on exactly that class",
      [{ ...f, tags: ["eks-fargate", "eks-spot"] }, s],
    ],
    ["next to Spot there is a choice without Spot", [s]],
    ["next to Spot there is a choice without Spot", [s, sf]],
    ["no untagged job reaches Spot", [f, { ...sf, runUntagged: true }]],
    [
      "a job with the tag of a class runs on exactly that class",
      [f, sf, spotTags("eks-spot", "eks-spot-first")],
    ],
    ["next to Spot there is a choice without Spot", [{ ...f, tags: ["x"] }, spotTags("eks-spot", "x")]],
    ["every runner takes some job", [f, s, spotTags()]],
    ["every runner takes some job", [{ ...f, tags: [] }]],
    ["no two classes take the same tagged jobs", [f, d, { ...f, tags: ["x"] }, { ...d, tags: ["x"] }]],
  ])("%s: %j", (name, fleet) => {
    expect(brokenClauses(fleet)).toEqual({ broken: [name], refused: [name] });
  });

  it("and no other fleet of few runners", () => {
    const few = fc.record({
      compute: fc.constantFrom(...computeClasses),
      tags: fc.subarray([...computeClasses.map(classTag), "a", "b"]),
      runUntagged: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(few, { maxLength: 4 }), (fleet) => {
        const { broken, refused } = brokenClauses(fleet);
        expect(refused).toEqual(broken);
      }),
      { numRuns: 150 },
    );
  });
});

describe("the runners of one GitLab do not affect those of another", () => {
  const elsewhere = { gitlabUrl: "https://gitlab.example.com" };
  const spot = { name: "spot", compute: "spot" };
  it.each<readonly [string, readonly Mapping[], readonly string[]]>([
    ["a twin", [runner({ ...spot, ...elsewhere }), runner()], ["spot-alone runners[0].compute"]],
    [
      "the same tags",
      [runner({ tags: ["x"] }), runner({ name: "b", tags: ["x"], compute: "on-demand", ...elsewhere })],
      [],
    ],
    [
      "a slash at the end of the address",
      [runner({ ...spot, gitlabUrl: `${elsewhere.gitlabUrl}/` }), runner(elsewhere)],
      [],
    ],
  ])("%s", (_, runners, expected) => {
    expect(found({ runners })).toEqual(expected);
  });
});

describe("common tags of a Spot runner and another one", () => {
  it("cause a warning if a job asks for neither class", () => {
    const runners = [
      runner({ tags: ["eks-fargate", "docker"] }),
      runner({ ...s, name: "s", tags: ["docker"] }),
    ];
    expect(found({ runners })).toEqual(["tags-shared-with-spot runners[1].tags"]);
    const others = [
      runner({ tags: ["eks-fargate", "docker"] }),
      runner({ ...d, name: "d", tags: ["docker"] }),
    ];
    expect(found({ runners: others })).toEqual([]);
  });
});

describe("runners with the same token", () => {
  const one = (change: Mapping) => runner({ token: "env:TF_VAR_one", ...change });
  const shared = ["token-shared runners[1].token"];
  it("are one runner in GitLab, with one set of tags and settings", () => {
    const other = { name: "b", token: "env:one" };
    expect(found({ runners: [one({}), one(other)] })).toEqual([]);
    expect(found({ runners: [one({ tags: ["a", "b"] }), one({ ...other, tags: ["b", "a"] })] })).toEqual([]);
    expect(found({ runners: [one({}), one({ ...other, tags: ["b"] })] })).toEqual(shared);
    expect(found({ runners: [one({}), one({ ...other, compute: "on-demand" })] })).toEqual(shared);
    expect(found({ runners: [one({}), one({ ...other, runUntagged: true })] })).toEqual(shared);
    expect(found({ runners: [one({}), one({ ...other, locked: false })] })).toEqual(shared);
    expect(found({ runners: [one({}), one({ ...other, protected: true })] })).toEqual(shared);
    expect(found({ runners: [one({}), one({ ...other, maximumTimeoutSeconds: 900 })] })).toEqual(shared);
    expect(found({ runners: [one({}), one({ name: "b", tags: ["b"], token: "env:two" })] })).toEqual([]);
  });

  it("are separate runners with a registration token", () => {
    const tokenType = "registration";
    expect(found({ runners: [one({ tokenType }), one({ name: "b", tokenType, tags: ["b"] })] })).toEqual([
      "registration-token runners[0].tokenType",
      "registration-token runners[1].tokenType",
    ]);
  });
});
