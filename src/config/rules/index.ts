/** All rules that read more than one value, in the order in which their problems are reported. */
import { stateProblems } from "../backends";
import type { Problem } from "../input/problems";
import { accessArns } from "./access";
import { addonNodes, addonsCaught } from "./addon-pods";
import { alarmLogs, alarmPrice, alarmTopic, idleAlarms } from "./alarms";
import { enoughAddresses } from "./addresses";
import { createdBuckets } from "./cache";
import { allowedBlocks, vpcBlock } from "./cidrs";
import { endpointForPods, openEndpoint, reachableEndpoint } from "./endpoint";
import { idleAdministrators, keyRegion } from "./encryption";
import { extraToml } from "./extra-toml";
import { allowedPullPolicies, fargateNodeChoice, jobSettings, reservedJobNames } from "./jobs";
import { gitlabCa } from "./gitlab-ca";
import { jobRights } from "./job-rights";
import { buildPreset } from "./build-preset";
import { chartValues } from "./chart-values";
import { nodeDisk, nodeImages, nodePoolSettings } from "./karpenter-nodes";
import { karpenterVersion } from "./karpenter-version";
import { kubernetesVersion } from "./kubernetes-version";
import { managerRoom, sureRoom } from "./manager-capacity";
import { mountPaths } from "./mount-paths";
import { podMonitorChart, podMonitorOperator } from "./metrics";
import { existingAlone, existingSubnets, existingWithTutorial, zonesOfRegion } from "./network";
import { idleFlavor, idleMirrors, idleNodePools, idleNodes, idlePlatform, idleRetention } from "./no-effect";
import { poolsOfRunners, poolsOfSet } from "./node-pools";
import { ebsCsiDriver, nodeArchitecture } from "./nodes";
import {
  jobsCaught,
  karpenterNeeded,
  managersCaught,
  nodePodsUncaught,
  placementProfiles,
  systemCaught,
} from "./placement";
import { profileCount, profileNames, profileNamesOnce, profileSelectors } from "./profiles";
import { providerVersions, runnerChart } from "./provider-versions";
import { idleNoProxy, proxyOfExisting, proxyOnce } from "./proxy";
import { knownRegion } from "./regions";
import { noReservedText } from "./reserved-text";
import { classTags, sameTags, sharedTokens, someJobs, spotAlternatives, untaggedSpot } from "./routing";
import { needs, problemsOf, type Rule, type RuleInput } from "./rule";
import { jobNamespaces, reservedNames, runnerNames, someRunner } from "./runners";
import { noLiteralTokens, noUrlCredentials } from "./secrets";
import { fargateJobs, fargateManagers } from "./sizes";
import { tagCount, tagNames } from "./tags";
import { oldTokens, tokenKinds, tokenVariables } from "./tokens";
import { warmCapacity } from "./warm";
import { natNone } from "./vpc-endpoints";

const rules: readonly Rule[] = [
  noLiteralTokens,
  noUrlCredentials,
  noReservedText,
  knownRegion,
  tagNames,
  tagCount,
  kubernetesVersion,
  karpenterVersion,
  providerVersions,
  runnerChart,
  vpcBlock,
  zonesOfRegion,
  existingAlone,
  existingSubnets,
  existingWithTutorial,
  natNone,
  enoughAddresses,
  keyRegion,
  idleAdministrators,
  reachableEndpoint,
  endpointForPods,
  openEndpoint,
  allowedBlocks,
  accessArns,
  idlePlatform,
  idleNodes,
  nodeArchitecture,
  managerRoom,
  sureRoom,
  ebsCsiDriver,
  profileCount,
  profileSelectors,
  profileNames,
  profileNamesOnce,
  placementProfiles,
  systemCaught,
  managersCaught,
  nodePodsUncaught,
  addonsCaught,
  addonNodes,
  podMonitorChart,
  podMonitorOperator,
  gitlabCa,
  proxyOfExisting,
  idleNoProxy,
  proxyOnce,
  alarmLogs,
  alarmTopic,
  alarmPrice,
  idleAlarms,
  poolsOfSet,
  nodeImages,
  nodeDisk,
  nodePoolSettings,
  idleNodePools,
  idleRetention,
  poolsOfRunners,
  karpenterNeeded,
  someRunner,
  runnerNames,
  reservedNames,
  jobNamespaces,
  jobsCaught,
  untaggedSpot,
  someJobs,
  classTags,
  sameTags,
  spotAlternatives,
  sharedTokens,
  tokenVariables,
  tokenKinds,
  oldTokens,
  fargateJobs,
  fargateNodeChoice,
  fargateManagers,
  jobSettings,
  jobRights,
  reservedJobNames,
  idleFlavor,
  idleMirrors,
  mountPaths,
  allowedPullPolicies,
  chartValues,
  createdBuckets,
  extraToml,
  warmCapacity,
  buildPreset,
  needs(["state"], ({ state }, { home }) => stateProblems(state, home)),
];

/** All problems that the rules find. */
export function checkRules(input: RuleInput): readonly Problem[] {
  return problemsOf(rules.map((rule) => rule(input)));
}
