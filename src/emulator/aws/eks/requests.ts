/**
 * Request bodies of the emulated EKS: only the fields that it keeps or checks. It ignores all others.
 * Source: the API reference of Amazon EKS, docs.aws.amazon.com/eks/latest/APIReference.
 */
import * as z from "zod";

const textMap = z.record(z.string(), z.string());
export const tagsSchema = textMap;

const vpcSchema = z.object({
  subnetIds: z.array(z.string()).optional(),
  securityGroupIds: z.array(z.string()).optional(),
  endpointPublicAccess: z.boolean().optional(),
  endpointPrivateAccess: z.boolean().optional(),
  publicAccessCidrs: z.array(z.string()).optional(),
});
const loggingSchema = z.object({
  clusterLogging: z.array(
    z.object({ types: z.array(z.string()).optional(), enabled: z.boolean().optional() }),
  ),
});
/** Settings of a cluster that UpdateClusterConfig can change. */
export const clusterSettingsSchema = z.object({
  resourcesVpcConfig: vpcSchema.optional(),
  logging: loggingSchema.optional(),
  accessConfig: z.object({ authenticationMode: z.string().optional() }).optional(),
  upgradePolicy: z.object({ supportType: z.string().optional() }).optional(),
  deletionProtection: z.boolean().optional(),
  zonalShiftConfig: z.unknown().optional(),
  computeConfig: z.unknown().optional(),
  storageConfig: z.unknown().optional(),
  remoteNetworkConfig: z.unknown().optional(),
});
export const clusterCreationSchema = clusterSettingsSchema.extend({
  name: z.string().regex(/^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/),
  version: z.string().optional(),
  roleArn: z.string(),
  resourcesVpcConfig: vpcSchema,
  kubernetesNetworkConfig: z
    .object({ serviceIpv4Cidr: z.string().optional(), ipFamily: z.string().optional() })
    .optional(),
  encryptionConfig: z.unknown().optional(),
  tags: tagsSchema.optional(),
});

export const addonSettingsSchema = z.object({
  addonVersion: z.string().optional(),
  serviceAccountRoleArn: z.string().optional(),
  configurationValues: z.string().optional(),
  resolveConflicts: z.enum(["OVERWRITE", "NONE", "PRESERVE"]).optional(),
  podIdentityAssociations: z.array(z.object({ serviceAccount: z.string(), roleArn: z.string() })).optional(),
});
export const addonCreationSchema = addonSettingsSchema.extend({
  addonName: z.string().min(1),
  resolveConflicts: z.enum(["OVERWRITE", "NONE"]).optional(),
  tags: tagsSchema.optional(),
});

const selectorSchema = z.object({ namespace: z.string().optional(), labels: textMap.optional() });
export type FargateSelector = z.infer<typeof selectorSchema>;
export const fargateProfileCreationSchema = z.object({
  fargateProfileName: z.string().min(1),
  podExecutionRoleArn: z.string(),
  subnets: z.array(z.string()).optional(),
  selectors: z.array(selectorSchema).optional(),
  tags: tagsSchema.optional(),
});

const taintSchema = z.object({ key: z.string(), value: z.string().optional(), effect: z.string() });
export type NodeTaint = z.infer<typeof taintSchema>;
const launchTemplateSchema = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  version: z.string().optional(),
});
const scalingSchema = z.object({
  minSize: z.number().optional(),
  maxSize: z.number().optional(),
  desiredSize: z.number().optional(),
});
export const nodeGroupCreationSchema = z.object({
  nodegroupName: z.string().min(1),
  nodeRole: z.string(),
  subnets: z.array(z.string()),
  scalingConfig: scalingSchema.optional(),
  diskSize: z.number().optional(),
  instanceTypes: z.array(z.string()).optional(),
  amiType: z.string().optional(),
  remoteAccess: z.object({ ec2SshKey: z.string().optional() }).loose().optional(),
  labels: textMap.optional(),
  taints: z.array(taintSchema).optional(),
  tags: tagsSchema.optional(),
  launchTemplate: launchTemplateSchema.optional(),
  updateConfig: z.unknown().optional(),
  nodeRepairConfig: z.unknown().optional(),
  capacityType: z.string().optional(),
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
});
export const nodeGroupConfigSchema = z.object({
  labels: z
    .object({ addOrUpdateLabels: textMap.optional(), removeLabels: z.array(z.string()).optional() })
    .optional(),
  taints: z
    .object({
      addOrUpdateTaints: z.array(taintSchema).optional(),
      removeTaints: z.array(taintSchema).optional(),
    })
    .optional(),
  scalingConfig: scalingSchema.optional(),
  updateConfig: z.unknown().optional(),
  nodeRepairConfig: z.unknown().optional(),
});
export const nodeGroupVersionSchema = z.object({
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
  launchTemplate: launchTemplateSchema.optional(),
});
