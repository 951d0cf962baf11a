import { describe, expect, it } from "vitest";
import { serviceRoleFindings } from "../../../src/check/account/service-roles";
import { queryAnswer, queryError } from "../../support/aws-xml";
import { configOf, runner } from "../../config/samples";
import { briefly, useScriptedContext } from "./scripted-context";

const { aws, context } = useScriptedContext();
const spot = configOf({ runners: [runner({ compute: "spot" }), runner({ name: "safe" })] });
const look = async (config = spot) => briefly(await serviceRoleFindings(config, context()));

describe("the service-linked role of EC2 Spot", () => {
  it("exists or not", async () => {
    aws().answers.set("GetRole", queryAnswer("GetRole", { Role: { RoleName: "any" } }));
    expect(await look()).toEqual(["role.spot ok"]);
    expect(aws().asked("GetRole")).toMatchObject([{ RoleName: "AWSServiceRoleForEC2Spot" }]);
    aws().answers.set("GetRole", queryError("NoSuchEntity", 404));
    expect(await look()).toEqual(["role.spot warning"]);
  });

  it("is unknown when IAM refuses, or without credentials", async () => {
    expect(await look()).toEqual(["role.spot unknown"]);
    const failure = { trouble: "none", reason: "there are no credentials", code: "" } as const;
    expect(briefly(await serviceRoleFindings(spot, failure))).toEqual(["role.spot unknown"]);
  });

  it("is not asked for without Spot", async () => {
    expect(await look(configOf({ runners: [runner()] }))).toEqual([]);
    expect(aws().asked("GetRole")).toEqual([]);
  });
});
