/** A Region that glrunner does not know is most often misspelt; AWS opens new ones too, which a switch allows. */
import { problem, type Problem } from "../input/problems";
import { suggestion } from "../input/suggestion";
import { regions } from "../../facts/aws/regions";
import { idle } from "./no-effect";
import { needs, type Rule } from "./rule";

const path = ["region"];

export const knownRegion: Rule = needs(["region", "allowUnknownRegion"], (sections, { raw }) => {
  const { region, allowUnknownRegion } = sections;
  if (region.startsWith("cn-")) return [inChina(region)];
  if (regions.includes(region))
    return allowUnknownRegion
      ? idle(raw, ["allowUnknownRegion"], `glrunner knows the Region ${region}`, "remove it")
      : [];
  if (allowUnknownRegion) return [];
  const near = suggestion(region, regions);
  const allow = "set allowUnknownRegion: true if AWS opened it recently";
  return [
    problem({
      code: "region-unknown",
      path,
      value: region,
      message: "glrunner does not know this Region",
      allowed: "a Region with EKS",
      fix: near === undefined ? allow : `did you mean ${near}? otherwise ${allow}`,
    }),
  ];
});

function inChina(value: string): Problem {
  return problem({
    code: "region-unsupported",
    path,
    value,
    message:
      "in China the S3 endpoint of the jobs' cache and the audience of the pods' IAM roles have other names",
    allowed: "a Region outside China",
    fix: "use a Region outside China",
  });
}
