/** The kinds of resources in an inventory, by service. */
interface KindsByService {
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

export type InventoryService = keyof KindsByService;
export type InventoryKind<S extends InventoryService = InventoryService> = KindsByService[S];

/** One resource of the account. */
export interface InventoryRow {
  readonly service: InventoryService;
  readonly kind: InventoryKind;
  /** By which AWS identifies it: an id, an ARN, a URL or a name. */
  readonly id: string;
  /** The name or the tag `Name`, if it differs from the id. */
  readonly name?: string;
  readonly tags: Readonly<Record<string, string>>;
}
