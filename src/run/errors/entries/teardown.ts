/** Failures of a destroy: resources that Terraform did not create, or whose deletion takes long. */
import { retry, stop, type CatalogueEntry } from "../entry";

const during = ["destroy"] as const;

export const teardownErrors: readonly CatalogueEntry[] = [
  {
    id: "dependency-left",
    matches: [/\bDependencyViolation\b/],
    stages: ["vpc", "eks"],
    cause:
      "The VPC still contains resources that Terraform did not create: network interfaces of pods, security groups, load balancers or instances of Karpenter.",
    action: stop,
    fix: "List the leftovers of this cluster with `glrunner sweep --dry-run`, delete them with `glrunner sweep`, then run `glrunner destroy` again.",
    link: "https://github.com/aws/amazon-vpc-cni-k8s/issues/608",
    example: `Error: deleting EC2 Subnet (subnet-0d0c1d9a1782ecc16): operation error EC2: DeleteSubnet, https response error StatusCode: 400, RequestID: 0a1b2c3d, api error DependencyViolation: The subnet 'subnet-0d0c1d9a1782ecc16' has dependencies and cannot be deleted.`,
  },
  {
    id: "bucket-not-empty",
    matches: [/\bBucketNotEmpty\b/],
    stages: ["runners"],
    cause:
      "The cache bucket contains objects, and the configuration does not allow a destroy to delete them (`cache.deleteObjects: false`).",
    action: stop,
    fix: "Empty the bucket (`aws s3 rm s3://NAME --recursive`), or set `cache.deleteObjects: true` and run `glrunner deploy runners`. Then run `glrunner destroy` again.",
    link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/empty-bucket.html",
    example: `Error: deleting S3 Bucket (acme-ci-cache): operation error S3: DeleteBucket, https response error StatusCode: 409, RequestID: 0A1B2C3D, HostID: a, api error BucketNotEmpty: The bucket you tried to delete is not empty`,
  },
  {
    id: "instance-profile-left",
    matches: ["DeleteConflict", /must remove roles from instance profile/],
    stages: ["eks", "addons"],
    cause:
      "Karpenter created an instance profile with the node role, and its nodes or node classes still exist.",
    action: stop,
    fix: "Delete the nodes with `kubectl delete nodepools,ec2nodeclasses --all`, or with `glrunner sweep` if the cluster no longer exists. Then run `glrunner destroy` again.",
    link: "https://github.com/aws/karpenter-provider-aws/issues/5727",
    example: `Error: deleting IAM Role (Karpenter-glrunner): operation error IAM: DeleteRole, https response error StatusCode: 409, RequestID: 0a1b2c3d, DeleteConflict: Cannot delete entity, must remove roles from instance profile first.`,
  },
  {
    id: "iam-still-attached",
    matches: ["DeleteConflict", /must (detach|delete) /],
    stages: ["eks", "addons", "runners"],
    cause: "Another user or program attached a policy to the role, or uses the policy.",
    action: stop,
    fix: "Find the policy (`aws iam list-attached-role-policies --role-name NAME`), detach it, then run `glrunner destroy` again.",
    link: "https://github.com/hashicorp/terraform-provider-aws/issues/883",
    example: `Error: deleting IAM Role (glrunner-cluster): operation error IAM: DeleteRole, https response error StatusCode: 409, RequestID: 0a1b2c3d, DeleteConflict: Cannot delete entity, must detach all policies first.`,
  },
  {
    id: "namespace-terminating",
    matches: [/^context deadline exceeded|waiting for resource to be gone \(last state: 'Terminating'/],
    stages: ["addons", "runners"],
    during,
    cause:
      "The namespace was still in status Terminating after five minutes: Kubernetes waits for its pods or for a finalizer.",
    action: retry(
      2,
      60,
      "Kubernetes usually deletes it during the second destroy; if it still exists after 17 minutes in all, it is blocked.",
    ),
    fix: "If it persists: `kubectl get all -n NAME` and `kubectl get namespace NAME -o yaml` show what blocks it. Delete the pods, or the object with the finalizer, then run `glrunner destroy` again.",
    link: "https://github.com/aws-ia/terraform-aws-eks-blueprints/issues/1008",
    example: `Error: context deadline exceeded`,
  },
  {
    id: "uninstall-slow",
    matches: [
      /uninstallation completed with \d+ error\(s\): (context deadline exceeded|timed out waiting for the condition)/,
    ],
    stages: ["addons", "runners"],
    during,
    cause:
      "The pods of the release took longer to stop than Helm waits: runner managers finish their jobs first.",
    action: retry(
      2,
      60,
      "Helm waits five minutes. Managers that finish their jobs need longer, but rarely more than three times as long.",
    ),
    fix: "If it persists: `kubectl get pods -n NAMESPACE` shows which pods still run. Cancel their jobs in GitLab, or delete the pods, then run `glrunner destroy` again.",
    link: "https://github.com/polyseam/cndi/issues/756",
    example: `Error: uninstallation completed with 1 error(s): context deadline exceeded`,
  },
];
