/**
 * The IAM policy of the EBS CSI driver in its Blueprints add-on.
 * Source: aws-ia/terraform-aws-eks-blueprints@v4.29.0, modules/kubernetes-addons/aws-ebs-csi-driver/data.tf.
 */
const partition = "${var.addon_context.aws_partition_id}";
const volumes = ["volume", "snapshot"].map((kind) => `arn:${partition}:ec2:*:*:${kind}/*`);

const tagged = (action: string, on: "aws:RequestTag" | "ec2:ResourceTag", tag: string, value: string) => ({
  actions: [`ec2:${action}`],
  resources: ["*"],
  condition: { test: "StringLike", variable: `${on}/${tag}`, values: [value] },
});

export const ebsCsiPolicy = [
  {
    actions: [
      ...["CreateSnapshot", "AttachVolume", "DetachVolume", "ModifyVolume"],
      ...["AvailabilityZones", "Instances", "Snapshots", "Tags", "Volumes", "VolumesModifications"].map(
        (what) => `Describe${what}`,
      ),
    ].map((action) => `ec2:${action}`),
    resources: ["*"],
  },
  {
    actions: ["ec2:CreateTags"],
    resources: volumes,
    condition: {
      test: "StringEquals",
      variable: "ec2:CreateAction",
      values: ["CreateVolume", "CreateSnapshot"],
    },
  },
  { actions: ["ec2:DeleteTags"], resources: volumes },
  tagged("CreateVolume", "aws:RequestTag", "ebs.csi.aws.com/cluster", "true"),
  tagged("CreateVolume", "aws:RequestTag", "CSIVolumeName", "*"),
  tagged("CreateVolume", "aws:RequestTag", "kubernetes.io/cluster/*", "owned"),
  tagged("DeleteVolume", "ec2:ResourceTag", "ebs.csi.aws.com/cluster", "true"),
  tagged("DeleteVolume", "ec2:ResourceTag", "CSIVolumeName", "*"),
  tagged("DeleteVolume", "ec2:ResourceTag", "kubernetes.io/cluster/*", "owned"),
  tagged("DeleteSnapshot", "ec2:ResourceTag", "CSIVolumeSnapshotName", "*"),
  tagged("DeleteSnapshot", "ec2:ResourceTag", "ebs.csi.aws.com/cluster", "true"),
] as const;
