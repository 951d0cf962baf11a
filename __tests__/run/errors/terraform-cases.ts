import type { ErrorCase } from "./case";

/** State, init, teardown. */
export const terraformCases: readonly ErrorCase[] = [
  {
    id: "state-locked",
    stack: "vpc",
    during: "apply",
    // https://github.com/Genaker/TerraformMagentoCloud/issues/22
    real: `Error acquiring the state lock

Error message: ConditionalCheckFailedException: The conditional request
failed
Lock Info:
  ID:        f9763602-b03f-e35c-da30-4083cdbb99ae
  Path:      terraform-statess-387688863714/aws-data/terraform.tfstate
  Operation: OperationTypeApply
  Who:       genaker@genaker`,
    nearMiss: {
      text: `Error acquiring the state lock: Error message: operation error S3: PutObject, https response error StatusCode: 400, RequestID: a, HostID: b, api error ExpiredToken: The provided token has expired.`,
      is: "credentials-expired",
    },
  },
  {
    id: "plan-stale",
    stack: "vpc",
    during: "apply",
    // Seen with Terraform 1.11.4; https://github.com/runatlantis/atlantis/issues/2243
    real: `Saved plan is stale: The given plan file can no longer be applied because the state was changed by another operation after the plan was created.`,
    nearMiss: { text: "Failed to read plan from plan file: zip: not a valid zip file", is: undefined },
  },
  {
    id: "disk-full",
    stack: "vpc",
    during: "init",
    // https://github.com/Azure/terraform/issues/327
    real: `Error while installing hashicorp/azurerm v3.109.0: write
.terraform/providers/registry.terraform.io/hashicorp/azurerm/3.109.0/linux_amd64/terraform-provider-azurerm_v3.109.0_x5: no space left on device`,
    nearMiss: {
      text: "Error while installing hashicorp/aws: open .terraform/providers: permission denied",
      is: undefined,
    },
  },
  {
    id: "state-not-written",
    stack: "eks",
    during: "apply",
    // https://github.com/ministryofjustice/modernisation-platform/pull/5911
    real: `Failed to save state: Error saving state: failed to upload state: operation error S3: PutObject,
failed to rewind transport stream for retry, request stream is not seekable`,
    nearMiss: {
      text: `Error loading state: Unable to access object "eks.tfstate" in S3 bucket "states": operation error S3: HeadObject, https response error StatusCode: 403, RequestID: a, HostID: b, api error AccessDenied: Access Denied`,
      is: "access-denied",
    },
  },
  {
    id: "backend-changed",
    stack: "eks",
    during: "plan",
    // Seen with Terraform 1.11.4
    real: `Backend initialization required, please run "terraform init": Reason: Initial configuration of the requested backend "local"

The "backend" is the interface that Terraform uses to store state,
perform operations, etc.`,
    nearMiss: {
      text: `Invalid backend configuration argument: The backend configuration argument "bukket" given on the command line is not expected for the selected backend type.`,
      is: undefined,
    },
  },
  {
    id: "backend-login",
    stack: "vpc",
    during: "init",
    // https://github.com/hashicorp/terraform, internal/backend/remote-state/http/client.go
    real: `Error refreshing state: HTTP remote state endpoint requires auth`,
    nearMiss: {
      text: "Error refreshing state: HTTP remote state endpoint returned unexpected code 404",
      is: undefined,
    },
  },
  {
    id: "upstream-not-deployed",
    stack: "eks",
    during: "plan",
    // Seen with Terraform 1.11.4
    real: `Unable to find remote state: No stored state was found for the given workspace in the given backend.`,
    nearMiss: {
      text: `Unsupported attribute: This object does not have an attribute named "vpc_id".`,
      is: undefined,
    },
  },
  {
    id: "registry-unreachable",
    stack: "vpc",
    during: "init",
    // Seen with Terraform 1.11.4 without a network
    real: `Failed to query available provider packages

Could not retrieve the list of available versions for provider hashicorp/aws:
could not connect to registry.terraform.io: failed to request discovery
document: Get "https://registry.terraform.io/.well-known/terraform.json":
dial tcp: lookup registry.terraform.io on 10.255.255.53:53: no such host`,
    nearMiss: {
      text: `Failed to query available provider packages

Could not retrieve the list of available versions for provider hashicorp/aws:
no available releases match the given constraints 99.0.0`,
      is: undefined,
    },
  },
  {
    id: "provider-checksum",
    stack: "vpc",
    during: "init",
    // https://github.com/NixOS/infra/pull/216
    real: `Failed to install provider

Error while installing fastly/fastly v0.34.0: the local package for registry.terraform.io/fastly/fastly 0.34.0 doesn't match any of the checksums previously recorded in the dependency lock file (this might be because the available checksums are for
packages targeting different platforms)`,
    nearMiss: {
      text: `Failed to install provider

Error while installing hashicorp/aws: could not query provider registry for registry.terraform.io/hashicorp/aws: Get "https://releases.hashicorp.com/aws": net/http: TLS handshake timeout`,
      is: "registry-unreachable",
    },
  },
  {
    id: "terraform-too-old",
    stack: "vpc",
    during: "init",
    // Seen with Terraform 1.11.4
    real: `Unsupported Terraform Core version

  on v.tf line 1, in terraform:
   1: terraform { required_version = ">= 99.0" }

This configuration does not support Terraform version 1.11.4. To proceed,
either choose another supported Terraform version or update this version
constraint.`,
    nearMiss: {
      text: 'Unsupported argument: An argument named "data_wo" is not expected here.',
      is: undefined,
    },
  },
  {
    id: "not-initialised",
    stack: "vpc",
    during: "plan",
    // https://github.com/ministryofjustice/cloud-platform/issues/6771, with a provider that is absent
    real: `Required plugins are not installed: The installed provider plugins are not consistent with the packages selected
in the dependency lock file:
  - registry.terraform.io/hashicorp/aws: there is no package for registry.terraform.io/hashicorp/aws 5.78.0 cached in .terraform/providers`,
    nearMiss: {
      text: "Failed to load plugin schemas: Error while loading schemas for plugin components: Failed to obtain provider schema: timeout while waiting for plugin to start",
      is: undefined,
    },
  },
  {
    id: "dependency-left",
    stack: "vpc",
    during: "destroy",
    // https://github.com/cloudbees-oss/terraform-aws-cloudbees-ci-eks-addon/issues/34
    real: `deleting EC2 Internet Gateway (igw-0e686cb558c91368b): detaching EC2 Internet Gateway (igw-0e686cb558c91368b) from VPC (vpc-018c607b6927cd288): DependencyViolation: Network vpc-018c607b6927cd288 has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.
	status code: 400, request id: e9835b5c-ea6e-4d94-a0c5-1771e8820b47`,
    nearMiss: {
      text: "deleting EC2 VPC (vpc-018c607b6927cd288): operation error EC2: DeleteVpc, https response error StatusCode: 400, RequestID: a, api error OperationNotPermitted: The vpc is shared",
      is: undefined,
    },
  },
  {
    id: "instance-profile-left",
    stack: "eks",
    during: "destroy",
    // https://github.com/hashicorp/terraform-provider-aws/issues/19071
    real: `error deleting IAM Instance Profile (tf-acc-cluster-abc): deleting IAM instance profile tf-acc-cluster-abc: DeleteConflict: Cannot delete entity, must remove roles from instance profile first.`,
    nearMiss: {
      // https://github.com/hashicorp/boundary/pull/5646
      text: "deleting IAM Role (boundary_instance_role-xatdogqo): operation error IAM: DeleteRole, https response error StatusCode: 409, RequestID: 0795d7c3-afe2-4999-af3a-e0333f2447de, DeleteConflict: Cannot delete entity, must detach all policies first.",
      is: "iam-still-attached",
    },
  },
  {
    id: "iam-still-attached",
    stack: "eks",
    during: "destroy",
    // https://github.com/hashicorp/boundary/pull/5646
    real: `deleting IAM Role (vault_instance_role-bvmqgooq): operation error IAM: DeleteRole, https response error StatusCode: 409, RequestID: 7281a459-e099-42ca-8db6-d2409de7f456, DeleteConflict: Cannot delete entity, must detach all policies first.`,
    nearMiss: {
      text: "deleting IAM Role (a): operation error IAM: DeleteRole, https response error StatusCode: 409, RequestID: a, ConcurrentModification: The request was rejected because multiple requests to change this object were submitted simultaneously.",
      is: undefined,
    },
  },
  {
    id: "remote-execution",
    stack: "vpc",
    during: "plan",
    // https://github.com/runatlantis/atlantis/issues/704; CircleCI-Public/terraform-orb issue 54
    real: `Error: Saving a generated plan is currently not supported

The "remote" backend does not support saving the generated execution plan
locally at this time.`,
    nearMiss: {
      text: `Error: Resource targeting is currently not supported

The "remote" backend does not support resource targeting at this time.`,
      is: undefined,
    },
  },
  {
    id: "namespace-terminating",
    stack: "addons",
    during: "destroy",
    // https://github.com/pangeo-data/terraform-deploy/issues/9
    real: `timeout while waiting for resource to be gone (last state: 'Terminating', timeout: 5m0s)`,
    nearMiss: {
      text: "timeout while waiting for resource to be gone (last state: 'Terminating', timeout: 5m0s)",
      during: "apply",
      is: undefined,
    },
  },
  {
    id: "uninstall-slow",
    stack: "addons",
    during: "destroy",
    // https://github.com/polyseam/cndi/issues/756
    real: `uninstallation completed with 1 error(s): context deadline exceeded`,
    nearMiss: {
      text: `uninstallation completed with 1 error(s): unable to build kubernetes objects for delete: resource mapping not found for name: "default"`,
      is: undefined,
    },
  },
];
