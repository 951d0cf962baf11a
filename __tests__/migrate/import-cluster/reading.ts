/** States of the tutorial's cluster with changes, and what is read from them. */
import { expect } from "vitest";
import { configurationFromState, type ImportResult } from "../../../src/migrate/import-cluster";
import { mappingOf } from "../../../src/migrate/import-cluster/values";
import type { StateDocument, StateResource } from "../../../src/clients/terraform/state-document";
import { configOf, parseOptions } from "../../support/synth";
import { tutorialState } from "../../support/tutorial-state";

/** Of no real runner. */
export const canary = "canary-7c1d90ab";

export const tutorial = (more: object = {}) =>
  tutorialState(
    configOf({
      ...{ name: "glrunner", region: "us-west-2", layout: "single", versions: { set: "tutorial" } },
      ...more,
    }),
  );

export const read = (state: StateDocument): ImportResult =>
  configurationFromState(state, { directory: "~/tfstate", parse: parseOptions });

export function expectRead(state: StateDocument) {
  const found = read(state);
  if (!found.ok) throw new Error(JSON.stringify(found));
  expect(JSON.stringify(found)).not.toContain(canary);
  return { ...found, said: found.findings.map(({ address, what }) => `${address}: ${what}`) };
}

export const withMore = (state: StateDocument, ...more: readonly StateResource[]): StateDocument => ({
  ...state,
  resources: [...state.resources, ...more],
});

/** With other attributes of one resource. */
export const changed = (state: StateDocument, type: string, attributes: object): StateDocument => ({
  ...state,
  resources: state.resources.map((resource) =>
    resource.type === type
      ? {
          ...resource,
          instances: resource.instances.map((each) => ({
            ...each,
            attributes: { ...mappingOf(each.attributes), ...attributes },
          })),
        }
      : resource,
  ),
});
