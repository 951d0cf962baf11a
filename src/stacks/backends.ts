/**
 * Adds the state backend of a stack (`config/backends`): as the stack's own backend, and as the remote state that a later
 * stage reads. Both use the same settings, which never contain credentials.
 */
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
import { backends } from "../config/backends";
import type { Config } from "../config/config";
import type { StackName } from "../config/stages";

/** cdktf has an object of its own for the workspace's name. */
function remoteSettings({ workspace, ...rest }: ReturnType<typeof backends.remote.settings>) {
  return { ...rest, workspaces: new NamedRemoteWorkspace(workspace) };
}

/** Sets the backend in which the stack keeps its own state. */
export function setBackend(stack: TerraformStack, name: StackName, config: Config): void {
  const { state } = config;
  switch (state.backend) {
    case "local":
      new LocalBackend(stack, backends.local.settings(state, name));
      return;
    case "s3":
      new S3Backend(stack, backends.s3.settings(state, name));
      // S3Backend has no property for it; without it two runs at once would share one state.
      stack.addOverride("terraform.backend.s3.use_lockfile", true);
      return;
    case "http":
      new HttpBackend(stack, backends.http.settings(state, name, config.name));
      return;
    case "gcs":
      new GcsBackend(stack, backends.gcs.settings(state, name));
      return;
    case "azurerm":
      new AzurermBackend(stack, backends.azurerm.settings(state, name));
      return;
    case "remote":
      new RemoteBackend(stack, remoteSettings(backends.remote.settings(state, name)));
      return;
  }
}

/** Reads the outputs of `upstream` from within `stack`. */
export function readState(stack: TerraformStack, upstream: StackName, config: Config): TerraformRemoteState {
  const { state } = config;
  switch (state.backend) {
    case "local":
      return new DataTerraformRemoteStateLocal(stack, upstream, backends.local.settings(state, upstream));
    case "s3":
      return new DataTerraformRemoteStateS3(stack, upstream, backends.s3.settings(state, upstream));
    case "http":
      return new DataTerraformRemoteStateHttp(stack, upstream, {
        address: backends.http.settings(state, upstream, config.name).address,
      });
    case "gcs":
      return new DataTerraformRemoteStateGcs(stack, upstream, backends.gcs.settings(state, upstream));
    case "azurerm":
      return new DataTerraformRemoteStateAzurerm(stack, upstream, backends.azurerm.settings(state, upstream));
    case "remote":
      return new DataTerraformRemoteState(
        stack,
        upstream,
        remoteSettings(backends.remote.settings(state, upstream)),
      );
  }
}
