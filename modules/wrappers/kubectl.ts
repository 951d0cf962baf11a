/**
 * The kubectl provider has no prebuilt cdktf package. These two classes have the arguments that glrunner sets. A test checks
 * them against the recorded schema of the pinned version.
 */
import type { Construct } from "constructs";
import { TerraformProvider, TerraformResource, type TerraformMetaArguments } from "cdktf";
import { providerPins } from "../pins";

const generator = {
  terraformGeneratorMetadata: {
    providerName: "kubectl",
    providerVersion: providerPins.kubectl.version,
    providerVersionConstraint: providerPins.kubectl.version,
  },
};

/** A program that prints a Kubernetes credential. The provider runs it whenever it needs one. */
export interface KubectlExec {
  /** For example `client.authentication.k8s.io/v1beta1`. */
  readonly apiVersion: string;
  readonly command: string;
  readonly args?: readonly string[];
}

/** Settings that are left out come from KUBE_* variables and a kubeconfig, unless `loadConfigFile` is false. */
export interface KubectlProviderProps {
  readonly alias?: string;
  readonly host?: string;
  /** PEM. */
  readonly clusterCaCertificate?: string;
  readonly token?: string;
  readonly exec?: KubectlExec;
  /** Whether a kubeconfig is read as well. @default true */
  readonly loadConfigFile?: boolean;
  /** Attempts for a manifest whose kind does not exist yet, with growing pauses. @default 1 */
  readonly applyRetryCount?: number;
}

export class KubectlProvider extends TerraformProvider {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: KubectlProviderProps,
  ) {
    super(scope, id, {
      ...generator,
      terraformResourceType: "kubectl",
      terraformProviderSource: providerPins.kubectl.source,
    });
  }

  override get alias(): string | undefined {
    return this.props.alias;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { exec, ...attributes } = this.props;
    return { ...snakeCased(attributes), exec: exec && [snakeCased(exec)] };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const { exec, ...attributes } = this.synthesizeAttributes();
    return {
      ...hclAttributes(attributes),
      ...(exec !== undefined && { exec: { value: exec, isBlock: true, type: "list" } }),
    };
  }
}

/** One Kubernetes object as a resource. */
export interface KubectlManifestProps extends TerraformMetaArguments {
  /** One Kubernetes object. */
  readonly yamlBody: string;
  /** On deletion, waits until the object is gone, finalizers included. @default false */
  readonly wait?: boolean;
}

export class KubectlManifest extends TerraformResource {
  private readonly attributes: Omit<KubectlManifestProps, keyof TerraformMetaArguments>;

  constructor(scope: Construct, id: string, props: KubectlManifestProps) {
    const { dependsOn, count, provider, lifecycle, forEach, provisioners, connection, ...attributes } = props;
    const meta = { dependsOn, count, provider, lifecycle, forEach, provisioners, connection };
    super(scope, id, { ...generator, ...meta, terraformResourceType: "kubectl_manifest" });
    this.attributes = attributes;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return snakeCased(this.attributes);
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return hclAttributes(this.synthesizeAttributes());
  }
}

/** Converts names only. Undefined values are left out. */
function snakeCased(props: object): Record<string, unknown> {
  const entries: [string, unknown][] = Object.entries(props);
  return Object.fromEntries(
    entries
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );
}

function hclAttributes(attributes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { value, type: "any" }]),
  );
}
