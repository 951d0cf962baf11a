/**
 * The kubectl provider has no prebuilt cdktf package. These two classes cover its configuration and its one managed
 * resource. A test compares them with the recorded schema of the pinned version.
 */
import type { Construct } from "constructs";
import {
  Lazy,
  TerraformProvider,
  TerraformResource,
  type IResolvable,
  type TerraformMetaArguments,
} from "cdktf";
import { providerPins } from "../pins";

type Bool = boolean | IResolvable;

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
  readonly env?: Readonly<Record<string, string>>;
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
  readonly loadConfigFile?: Bool;
  /** Attempts for a manifest whose kind does not exist yet, with growing pauses. @default 1 */
  readonly applyRetryCount?: number;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly configContext?: string;
  readonly configContextAuthInfo?: string;
  readonly configContextCluster?: string;
  readonly configPath?: string;
  readonly configPaths?: readonly string[];
  /** Skips the check of the server's certificate. @default false */
  readonly insecure?: Bool;
  readonly username?: string;
  readonly password?: string;
  readonly proxyUrl?: string;
  readonly tlsServerName?: string;
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
    return { ...snakeCased(attributes), exec: exec && [this.exec(exec)] };
  }

  private exec({ env, ...attributes }: KubectlExec): Record<string, unknown> {
    // cdktf converts every key to snake case, also names of environment variables, but not inside a token.
    return { ...snakeCased(attributes), env: env && Lazy.anyValue({ produce: () => env }) };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const { exec, ...attributes } = this.synthesizeAttributes();
    return {
      ...hclAttributes(attributes),
      ...(exec !== undefined && { exec: { value: exec, isBlock: true, type: "list" } }),
    };
  }
}

export interface KubectlManifestProps extends TerraformMetaArguments {
  /** One Kubernetes object. */
  readonly yamlBody: string;
  /** On deletion, waits until the object is gone, finalizers included. @default false */
  readonly wait?: Bool;
  /** Waits until the rollout of a Deployment, DaemonSet or StatefulSet ends. @default true */
  readonly waitForRollout?: Bool;
  /** @default false */
  readonly serverSideApply?: Bool;
  /** Takes ownership of fields of another field manager; needs `serverSideApply`. @default false */
  readonly forceConflicts?: Bool;
  /** Deletes and creates instead of updating. @default false */
  readonly forceNew?: Bool;
  /** Never deletes. @default false */
  readonly applyOnly?: Bool;
  /** Paths hidden in plans, for example `stringData`. @default `data` of a Secret */
  readonly sensitiveFields?: readonly string[];
  /** Paths whose drift is ignored. */
  readonly ignoreFields?: readonly string[];
  /** Replaces the namespace of the manifest. */
  readonly overrideNamespace?: string;
  /** @default true */
  readonly validateSchema?: Bool;
  /** Durations as Go writes them, for example `10m`. */
  readonly timeouts?: { readonly create?: string };
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
    const { timeouts, ...attributes } = this.synthesizeAttributes();
    return {
      ...hclAttributes(attributes),
      ...(timeouts !== undefined && { timeouts: { value: timeouts, isBlock: true, type: "struct" } }),
    };
  }
}

/** Converts names only: values, such as the variables of `exec`, stay unchanged. */
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
