/** Which images a job is made of, and which it may name. */
import { computed, ofJob, type TomlSetting } from "../setting";

const allowed = (["images", "services", "pullPolicies", "users", "groups"] as const).map((what) =>
  ofJob(
    `kubernetes.allowed_${what === "pullPolicies" ? "pull_policies" : what}`,
    `allowed.${what}`,
    (job) => job.allowed[what],
  ),
);

export const imageSettings: readonly TomlSetting[] = [
  computed("kubernetes.image", "job.image", (_, { job }) => job.image, "wins"),
  computed("kubernetes.pull_policy", "job.pullPolicy", (_, { job }) => job.pullPolicy, "wins"),
  ofJob("kubernetes.helper_image", "helper.image", ({ helper }) => helper.image),
  ofJob("kubernetes.helper_image_flavor", "helper.flavor", ({ helper }) => helper.flavor),
  computed(
    "kubernetes.image_pull_secrets",
    "images.pullSecrets",
    ({ images }) => images.pullSecrets,
    "joins",
  ),
  ...allowed,
];
