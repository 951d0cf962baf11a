/**
 * Where a stack keeps its state, and how the next stack reads it: one table for both, so that a remote-state
 * read always has the settings of the backend it reads. Credentials are never among them.
 */
import { join } from "node:path";
import {
  AzurermBackend,
  DataTerraformRemoteState,
  DataTerraformRemoteStateAzurerm,
  DataTerraformRemoteStateGcs,
  DataTerraformRemoteStateHttp,
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  GcsBackend,
  HttpBackend,
  LocalBackend,
  NamedRemoteWorkspace,
  RemoteBackend,
  S3Backend,
  type TerraformRemoteState,
  type TerraformStack,
} from "cdktf";
import type { Config } from "../config/config";
import { singleStack, type StackName } from "../config/stages";

type State = Config["state"];
type Of<B extends State["backend"]> = Extract<State, { backend: B }>;

/** `single` keeps the tutorial's file name. */
const fileName = (stack: StackName) => (stack === singleStack ? "runner.tfstate" : `${stack}.tfstate`);

const local = (state: Of<"local">, stack: StackName) => ({ path: join(state.directory, fileName(stack)) });

const s3 = (state: Of<"s3">, stack: StackName) => ({
  bucket: state.bucket,
  region: state.region,
  key: `${state.prefix}/${fileName(stack)}`,
  encrypt: true,
  kmsKeyId: state.kmsKeyId,
});

/** GitLab allows letters, digits, hyphens and underscores in a state's name. */
const httpAddress = (state: Of<"http">, name: string, stack: StackName) =>
  `${state.address.replace(/\/+$/, "")}/${name}-${stack}`;

const gcs = (state: Of<"gcs">, stack: StackName) => ({
  bucket: state.bucket,
  prefix: `${state.prefix}/${stack}`,
});

const azurerm = (state: Of<"azurerm">, stack: StackName) => ({
  resourceGroupName: state.resourceGroupName,
  storageAccountName: state.storageAccountName,
  containerName: state.containerName,
  key: `${state.prefix}/${fileName(stack)}`,
});

const remote = (state: Of<"remote">, stack: StackName) => ({
  hostname: state.hostname,
  organization: state.organization,
  workspaces: new NamedRemoteWorkspace(`${state.workspacePrefix}${stack}`),
});

export function setBackend(stack: TerraformStack, name: StackName, config: Config): void {
  const { state } = config;
  switch (state.backend) {
    case "local":
      new LocalBackend(stack, local(state, name));
      return;
    case "s3":
      new S3Backend(stack, s3(state, name));
      // S3Backend has no property for it; without it two runs at once would share one state.
      stack.addOverride("terraform.backend.s3.use_lockfile", true);
      return;
    case "http": {
      const address = httpAddress(state, config.name, name);
      new HttpBackend(stack, {
        address,
        lockAddress: `${address}/lock`,
        unlockAddress: `${address}/lock`,
        lockMethod: "POST",
        unlockMethod: "DELETE",
        retryWaitMin: 5,
      });
      return;
    }
    case "gcs":
      new GcsBackend(stack, gcs(state, name));
      return;
    case "azurerm":
      new AzurermBackend(stack, azurerm(state, name));
      return;
    case "remote":
      new RemoteBackend(stack, remote(state, name));
      return;
  }
}

/** Reads the outputs of `upstream` from within `stack`. */
export function readState(stack: TerraformStack, upstream: StackName, config: Config): TerraformRemoteState {
  const { state } = config;
  switch (state.backend) {
    case "local":
      return new DataTerraformRemoteStateLocal(stack, upstream, local(state, upstream));
    case "s3":
      return new DataTerraformRemoteStateS3(stack, upstream, s3(state, upstream));
    case "http":
      return new DataTerraformRemoteStateHttp(stack, upstream, {
        address: httpAddress(state, config.name, upstream),
      });
    case "gcs":
      return new DataTerraformRemoteStateGcs(stack, upstream, gcs(state, upstream));
    case "azurerm":
      return new DataTerraformRemoteStateAzurerm(stack, upstream, azurerm(state, upstream));
    case "remote":
      return new DataTerraformRemoteState(stack, upstream, remote(state, upstream));
  }
}
