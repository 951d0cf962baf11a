/**
 * A stack with readable resource addresses: an element's name is its construct path, without cdktf's hash. Every provider
 * that its modules require is pinned to an exact version, also those that no stage configures.
 */
import type { Node } from "constructs";
import { TerraformElement, TerraformStack, type App } from "cdktf";
import { providerPins, terraformVersion, type PinnedProvider } from "../../modules/pins";
import type { Config } from "../config/config";
import type { StackName } from "../config/stages";

interface StageStackProps {
  readonly config: Config;
  /** Providers that the stage's modules require, configured here or not. */
  readonly providers: readonly PinnedProvider[];
}

export class StageStack extends TerraformStack {
  constructor(app: App, name: StackName, props: StageStackProps) {
    super(app, name);
    this.addOverride("terraform.required_version", terraformVersion);
    for (const provider of props.providers) {
      this.addOverride(`terraform.required_providers.${provider}`, {
        source: providerPins[provider].source,
        version: props.config.versions.providers[provider],
      });
    }
  }

  /** cdktf would resolve the whole stack again to find references to other stacks. Stages read outputs instead. */
  public override prepareStack(): void {
    return undefined;
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    return node.path.split("/").slice(1).join("_");
  }
}
