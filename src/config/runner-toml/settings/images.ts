/** The images of a job, and the images that a job may name. */
import { computed, ofJob, type TomlSetting } from "../setting";

const allowed = (["images", "services", "pullPolicies", "users", "groups"] as const).map((choice) =>
  ofJob(
    `kubernetes.allowed_${choice === "pullPolicies" ? "pull_policies" : choice}`,
    `allowed.${choice}`,
    (job) => job.allowed[choice],
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
