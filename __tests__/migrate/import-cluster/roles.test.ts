import { describe, expect, it } from "vitest";
import { managed } from "../../support/tutorial-state";
import { changed, expectRead, tutorial } from "./reading";

describe("the roles of a cluster", () => {
  const account = "arn:aws:iam::123456789012";
  const boundary = `${account}:policy/Boundary`;
  const pathed = { path: "/ci/", permissions_boundary: boundary, arn: `${account}:role/ci/any` };
  /** @param path as the eks module writes it, or none as the cluster compares it */
  const auth = (path: string) => ({
    data: {
      mapRoles: JSON.stringify([
        { rolearn: `${account}:role${path}any`, username: "system:node:any", groups: ["system:nodes"] },
        { rolearn: `${account}:role/admins`, username: "admin", groups: ["system:masters"] },
      ]),
    },
  });

  it("keep their boundary and path, and aws-auth needs a `terraform state mv`", () => {
    const state = changed(tutorial(), "aws_iam_role", pathed);
    const { input, said, findings } = expectRead(
      changed(state, "kubernetes_config_map_v1_data", auth("/ci/")),
    );
    expect(input.iam).toEqual({ permissionsBoundary: boundary, rolePath: "/ci/" });
    // Roles of the state are not the user's.
    expect(input.cluster?.access?.roles?.map(({ arn }) => arn)).toEqual([`${account}:role/admins`]);
    expect(said).toEqual([expect.stringContaining("aws_auth[0]: the roles have a path")]);
    expect(findings[0]?.fix).toContain(
      "terraform state mv 'module.eks.kubernetes_config_map_v1_data.aws_auth[0]' kubernetes_config_map_v1_data.aws_auth",
    );
  });

  it("need no move if the root already writes aws-auth", () => {
    const state = changed(tutorial(), "aws_iam_role", pathed);
    const resources = state.resources.filter(({ type }) => type !== "kubernetes_config_map_v1_data");
    const own = managed("kubernetes_config_map_v1_data.aws_auth", [undefined, auth("/")]);
    const { input, said } = expectRead({ ...state, resources: [...resources, own] });
    expect(input.cluster?.access?.roles).toHaveLength(1);
    expect(said).toEqual([]);
  });

  it("are reported if they differ from the role of the control plane", () => {
    const state = tutorial({ iam: { permissionsBoundary: boundary } });
    const resources = state.resources.map((resource) =>
      resource.module === "module.karpenter"
        ? changed({ ...state, resources: [resource] }, "aws_iam_role", {
            path: "/x/",
            permissions_boundary: "",
          }).resources
        : [resource],
    );
    const { input, said } = expectRead({ ...state, resources: resources.flat() });
    expect(input.iam).toEqual({ permissionsBoundary: boundary });
    expect(said).toEqual([
      expect.stringMatching(/^module\.karpenter\.aws_iam_role\.this\[0\]: .* no permissions boundary/),
      expect.stringMatching(/^module\.karpenter\.aws_iam_role\.this\[0\]: .* path \/x\/,/),
    ]);
  });
});
