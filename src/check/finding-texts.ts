/**
 * Every id of a finding of `check`, with its cause and the usual next step. An id never changes its meaning, so that
 * programs can rely on it. A `*` stands for a name, such as a quota's. `docs/messages.md` is generated from this table.
 */
/** The parts of a check, in the order of the report: first what needs no network. */
export const areas = [
  "configuration",
  "machine",
  "calendar",
  "state",
  "tokens",
  "credentials",
  "account",
] as const;
export type Area = (typeof areas)[number];

interface FindingText {
  /** What the check looks at, and what is wrong if it does not pass. */
  readonly cause: string;
  /** The usual next step, as an instruction. The finding itself gives a more exact one. */
  readonly nextStep: string;
}

const text = (cause: string, nextStep: string): FindingText => ({ cause, nextStep });

export const findingTexts = {
  "configuration.valid": text("A summary of the configuration.", "Nothing is wrong."),
  "configuration.platform": text(
    "What cluster.systemPods: auto chose by the recorded prices. Unknown where a price is not recorded.",
    "Set cluster.systemPods, which needs no price.",
  ),
  "configuration.fleet.*": text(
    "Whether the fleet can run as many jobs at once as its runners accept, by the capacity model.",
    "Do what the finding recommends, or lower concurrent.",
  ),
  "configuration.*": text(
    "Loading the configuration gave a warning. The id ends with the warning's code, which this page explains.",
    "Do what the warning asks for.",
  ),
  "machine.terraform": text(
    "Terraform is missing, too old, or did not report its version.",
    "Run `glrunner bootstrap`, or install the version that the finding names.",
  ),
  "machine.git": text("git is missing or too old.", "Install the version that the finding names."),
  "machine.aws": text("The AWS CLI is missing or too old.", "Install the version that the finding names."),
  "machine.kubectl": text(
    "kubectl is missing. A deploy works without it; jobs and destroy do not.",
    "Run `glrunner bootstrap`.",
  ),
  "machine.node": text(
    "Node.js is too old, or gets no more security fixes.",
    "Install the version that the finding names.",
  ),
  "machine.memory": text(
    "The machine has too little memory for Terraform and its providers.",
    "Use a machine or a container with more memory.",
  ),
  "machine.disk.*": text(
    "A folder has too little free space for the files that a run writes there.",
    "Free some space, or set the folder's variable to another disk.",
  ),
  "calendar.kubernetes": text(
    "The Kubernetes version: whether EKS creates it, and until when it is supported without a surcharge.",
    "Run `glrunner upgrade` for a cluster, or set versions.kubernetes to the version that the finding names.",
  ),
  "calendar.karpenter": text(
    "Whether the chart of Karpenter fits the Kubernetes version.",
    "Set versions.karpenter to a chart that fits.",
  ),
  "calendar.node-image": text(
    "How old the pinned machine image of Karpenter's nodes is.",
    "Set addons.karpenter.nodes.image to a newer release, then plan and deploy addons.",
  ),
  "calendar.facts": text(
    "The tables of facts in this release of glrunner are old.",
    "Update glrunner, or look at the page that the finding names.",
  ),
  "calendar.runner-chart": text(
    "Which GitLab Runner the chart installs. Unknown for a chart that is not recorded.",
    "Set versions.runnerChart to a recorded chart.",
  ),
  "state.readable": text(
    "The state could not be read, so checks that need it have no result.",
    "Fix what the finding names, then run `glrunner check` again.",
  ),
  "state.owner": text(
    "The state belongs to another cluster, Region or account.",
    "Use that cluster's configuration, or give this one a place of its own.",
  ),
  "state.execution": text(
    "The execution mode of the workspaces is unknown without a token.",
    "Run `terraform login`.",
  ),
  "state.execution.*": text(
    "The workspace runs Terraform elsewhere, which saves no plan to approve.",
    "Set the workspace's execution mode to local.",
  ),
  "tokens.*": text(
    "The token of the runner with this name: whether it exists where the configuration says, and is of the right kind.",
    "Store the token there, as the finding shows.",
  ),
  "credentials.identity": text(
    "The identity of the credentials. They are missing, expired or refused.",
    "Log in again, as the finding shows.",
  ),
  "credentials.account": text(
    "The configuration gives access to roles of another account only.",
    "Make sure that the credentials are those of the right account.",
  ),
  "credentials.lifetime": text(
    "The credentials expire before a deploy has ended.",
    "Get credentials that live longer, or log in again right before the deploy.",
  ),
  "credentials.cluster-access": text(
    "Whether you have access to the cluster, by cluster.access or as its creator.",
    "Add your role to cluster.access.",
  ),
  "machine.cloudshell-home": text(
    "The providers are installed in the home of a CloudShell, which is too small for them.",
    'Run eval "$(glrunner bootstrap)", which moves them out of the home.',
  ),
  "account.name.*": text(
    "A resource with a fixed name of this cluster already exists, but is not in the state.",
    "Remove the resource if an earlier cluster left it, or choose another name; an adopted cluster keeps its name.",
  ),
  "account.names": text(
    "Names that must be unique, and may already exist.",
    "Remove the resource if an earlier cluster left it, or choose another name; an adopted cluster keeps its name.",
  ),
  "account.quota.*": text(
    "The account's quota is lower than what the configuration needs at its largest.",
    "Request an increase, as the finding shows, or do what it names instead.",
  ),
  "account.subnets": text(
    "Subnets of network.existing are missing, or EKS cannot use them.",
    "Correct network.existing.",
  ),
  "account.subnets.room": text(
    "EKS needs free addresses in each subnet for the network interfaces of the control plane.",
    "Free some addresses, or name larger subnets.",
  ),
  "account.subnets.tags": text(
    "Internal load balancers of the cluster's Services need a tag on the subnets.",
    "Set the tag as the finding shows, if the cluster needs load balancers.",
  ),
  "account.vpc": text("The VPC of network.existing does not exist.", "Correct network.existing.vpcId."),
  "account.vpc.dns-support": text(
    "The VPC has DNS support switched off, and no node registers without it.",
    "Switch it on, as the finding shows.",
  ),
  "account.vpc.dns-hostnames": text(
    "The VPC has DNS hostnames switched off, and no node registers without them.",
    "Switch them on, as the finding shows.",
  ),
  "account.routes": text(
    "The routes of the subnets: whether pods reach the internet through a NAT gateway.",
    "Correct the route tables, or name other subnets.",
  ),
  "account.routes.public": text(
    "A subnet is public, because its default route goes to an internet gateway.",
    "Name private subnets in network.existing.",
  ),
  "account.routes.blackhole": text(
    "The default route of a subnet points to a gateway that no longer exists.",
    "Replace the route, as the finding shows.",
  ),
  "account.routes.none": text(
    "A subnet has no default route.",
    "Add a route to a NAT gateway, or the VPC endpoints that the finding names.",
  ),
  "account.role.spot": text(
    "The service-linked role of EC2 Spot does not exist.",
    "Create it, as the finding shows, if Karpenter may not.",
  ),
  "account.addresses": text(
    "The subnets have fewer free addresses than the fleet needs at its largest.",
    "Use larger subnets, or lower concurrent.",
  ),
  "account.zones": text(
    "A zone does not exist for this account, or EKS creates no control plane there.",
    "Set network.zones to the zones that the finding names.",
  ),
} as const satisfies Readonly<Record<`${Area}.${string}`, FindingText>>;

type AnyId = keyof typeof findingTexts;

/** The ids of an area's findings, without the area. */
export type IdOf<A extends Area, Id extends AnyId = AnyId> = Id extends `${A}.${infer Rest}`
  ? Rest extends `${infer Start}*`
    ? `${Start}${string}`
    : Rest
  : never;
