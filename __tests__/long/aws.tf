# One of everything that a deployment asks of AWS, and what a second plan used to trip over.
terraform {
  backend "s3" {
    bucket         = "state"
    key            = "demo/aws.tfstate"
    region         = "us-west-2"
    use_lockfile   = true
    use_path_style = true
  }
  required_providers { aws = { source = "hashicorp/aws", version = "5.100.0" } }
}
provider "aws" {
  region = "us-west-2"
  default_tags { tags = { "glrunner/cluster" = "demo" } }
}
provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}
data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_availability_zones" "this" { state = "available" }
data "aws_ecrpublic_authorization_token" "this" { provider = aws.virginia }

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "demo" }
}
resource "aws_subnet" "this" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 4, count.index)
  availability_zone = data.aws_availability_zones.this.names[count.index]
}
resource "aws_internet_gateway" "this" { vpc_id = aws_vpc.this.id }
resource "aws_eip" "this" { domain = "vpc" }
resource "aws_nat_gateway" "this" {
  allocation_id = aws_eip.this.id
  subnet_id     = aws_subnet.this[0].id
}
resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this.id
  }
}
resource "aws_iam_role" "cluster" {
  name               = "demo-cluster"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Action = "sts:AssumeRole", Effect = "Allow", Principal = { Service = ["eks.amazonaws.com", "ec2.amazonaws.com"] } }] })
}
resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}
resource "aws_iam_policy" "this" {
  name   = "demo"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Action = "ec2:Describe*", Effect = "Allow", Resource = "*" }] })
}
resource "aws_iam_instance_profile" "this" {
  name = "demo"
  role = aws_iam_role.cluster.name
}
resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/eks/demo/cluster"
  retention_in_days = 7
}
resource "aws_kms_key" "this" {
  enable_key_rotation = true
}
resource "aws_kms_alias" "this" {
  name          = "alias/demo"
  target_key_id = aws_kms_key.this.id
}
resource "aws_eks_cluster" "this" {
  name                      = "demo"
  role_arn                  = aws_iam_role.cluster.arn
  version                   = var.kubernetes
  enabled_cluster_log_types = var.logs
  vpc_config {
    subnet_ids             = aws_subnet.this[*].id
    endpoint_public_access = true
  }
  encryption_config {
    provider { key_arn = aws_kms_key.this.arn }
    resources = ["secrets"]
  }
  depends_on = [aws_iam_role_policy_attachment.cluster, aws_cloudwatch_log_group.this]
}
resource "aws_eks_cluster" "plain" {
  name     = "plain"
  role_arn = aws_iam_role.cluster.arn
  vpc_config { subnet_ids = aws_subnet.this[*].id }
}
resource "aws_eks_cluster" "api" {
  name                          = "api"
  role_arn                      = aws_iam_role.cluster.arn
  bootstrap_self_managed_addons = false
  access_config {
    authentication_mode                         = "API_AND_CONFIG_MAP"
    bootstrap_cluster_creator_admin_permissions = true
  }
  upgrade_policy { support_type = "STANDARD" }
  vpc_config {
    subnet_ids              = aws_subnet.this[*].id
    endpoint_private_access = true
    public_access_cidrs     = ["10.1.0.0/16"]
  }
}
variable "kubernetes" { default = "1.33" }
variable "logs" {
  type    = list(string)
  default = ["api", "audit"]
}
variable "coredns" { default = 2 }
variable "template_type" { default = "m5.large" }
variable "max" { default = 2 }
resource "aws_security_group_rule" "extra" {
  security_group_id = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
  type              = "ingress"
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/16"]
}
resource "aws_ec2_tag" "sg" {
  resource_id = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
  key         = "karpenter.sh/discovery"
  value       = "demo"
}
resource "aws_eks_fargate_profile" "this" {
  for_each               = toset(["kube-system", "karpenter"])
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = each.key
  pod_execution_role_arn = aws_iam_role.cluster.arn
  subnet_ids             = aws_subnet.this[*].id
  selector { namespace = each.key }
  selector {
    namespace = "other"
    labels    = { a = "b" }
  }
}
data "aws_eks_addon_version" "this" {
  for_each           = toset(["coredns", "vpc-cni", "kube-proxy"])
  addon_name         = each.key
  kubernetes_version = aws_eks_cluster.this.version
  most_recent        = each.key != "vpc-cni"
}
resource "aws_eks_addon" "this" {
  for_each                    = data.aws_eks_addon_version.this
  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = each.value.version
  configuration_values        = each.key == "coredns" ? jsonencode({ computeType = "Fargate", replicaCount = var.coredns }) : null
  service_account_role_arn    = each.key == "vpc-cni" ? aws_iam_role.cluster.arn : null
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "PRESERVE"
  tags                        = { addon = each.key }
}
resource "aws_eks_addon" "ebs" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "aws-ebs-csi-driver"
}
resource "aws_launch_template" "this" {
  name_prefix   = "demo-"
  instance_type = var.template_type
}
resource "aws_eks_node_group" "template" {
  cluster_name           = aws_eks_cluster.this.name
  node_group_name_prefix = "template-"
  node_role_arn          = aws_iam_role.cluster.arn
  subnet_ids             = aws_subnet.this[*].id
  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }
  scaling_config {
    min_size     = 0
    max_size     = var.max
    desired_size = 0
  }
  taint {
    key    = "a"
    value  = "b"
    effect = "NO_SCHEDULE"
  }
}
resource "aws_eks_node_group" "plain" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "plain"
  node_role_arn   = aws_iam_role.cluster.arn
  subnet_ids      = aws_subnet.this[*].id
  capacity_type   = "SPOT"
  instance_types  = ["m5.large", "m5a.large"]
  labels          = { role = "plain" }
  scaling_config {
    min_size     = 1
    max_size     = 3
    desired_size = 1
  }
  update_config { max_unavailable_percentage = 33 }
}
resource "aws_iam_openid_connect_provider" "this" {
  url             = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]
}
resource "aws_sqs_queue" "this" {
  name                      = "demo"
  message_retention_seconds = 300
  sqs_managed_sse_enabled   = true
}
resource "aws_sqs_queue_policy" "this" {
  queue_url = aws_sqs_queue.this.url
  policy    = jsonencode({ Version = "2012-10-17", Statement = [{ Action = "sqs:SendMessage", Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Resource = aws_sqs_queue.this.arn }] })
}
resource "aws_cloudwatch_event_rule" "this" {
  name          = "demo"
  event_pattern = jsonencode({ source = ["aws.ec2"] })
}
resource "aws_cloudwatch_event_target" "this" {
  rule = aws_cloudwatch_event_rule.this.name
  arn  = aws_sqs_queue.this.arn
}
resource "aws_ssm_parameter" "this" {
  name  = "/demo"
  type  = "SecureString"
  value = "x"
}
resource "aws_secretsmanager_secret" "this" {
  name                    = "demo"
  recovery_window_in_days = 0
}
resource "aws_secretsmanager_secret_version" "this" {
  secret_id     = aws_secretsmanager_secret.this.id
  secret_string = "x"
}
data "aws_eks_cluster" "this" { name = aws_eks_cluster.this.name }
data "aws_eks_cluster_auth" "this" { name = aws_eks_cluster.this.name }
data "aws_security_group" "this" {
  depends_on = [aws_ec2_tag.sg]
  filter {
    name   = "tag:kubernetes.io/cluster/${aws_eks_cluster.this.name}"
    values = ["owned"]
  }
}
output "security_group" { value = data.aws_security_group.this.name }
output "version" { value = aws_eks_cluster.this.version }
output "addons" { value = sort([for addon in aws_eks_addon.this : addon.addon_version]) }
output "token" {
  value     = data.aws_ecrpublic_authorization_token.this.password
  sensitive = true
}
