/** One thing of an account. */
interface Kinds {
  ec2:
    | "vpc"
    | "subnet"
    | "internet gateway"
    | "NAT gateway"
    | "route table"
    | "security group"
    | "elastic IP"
    | "network interface"
    | "instance"
    | "launch template";
  iam: "role" | "policy" | "instance profile" | "OIDC provider";
  eks: "cluster" | "node group" | "Fargate profile" | "add-on";
  sqs: "queue";
  events: "rule";
  kms: "key" | "alias";
  logs: "log group" | "metric filter";
  cloudwatch: "alarm" | "dashboard";
  ssm: "parameter";
  secretsmanager: "secret";
}

export type InventoryService = keyof Kinds;
export type InventoryKind<S extends InventoryService = InventoryService> = Kinds[S];

export interface InventoryRow {
  readonly service: InventoryService;
  readonly kind: InventoryKind;
  /** As AWS names it: an id, an ARN, an address or a name. */
  readonly id: string;
  /** Where it is another than the id: the name, or the tag `Name`. */
  readonly name?: string;
  readonly tags: Readonly<Record<string, string>>;
}
