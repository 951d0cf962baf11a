/**
 * The job cleaner: what the CronJob in the cluster runs. It makes the decisions of `glrunner jobs clean` with the permissions
 * of a service account. Its arguments are the settings file and the folder of the service account. It prints one line of
 * JSON for each stuck pod, and fails if it cannot list the pods or cannot delete one.
 */
import { readFileSync } from "node:fs";
import { messageOf } from "../../clients/system/error-message";
import { managerLabel } from "../../config/resource-names";
import { deleteStuckPods, deleteOptions, podPath, type Deletion } from "./clean";
import { listField, textField } from "./fields";
import { findStuckPods } from "./stuck-pods";
import { readPod, type Pod } from "./pod";
import { jobSelector, namespacesOf } from "./job-selector";
import { serviceAccountApi, type ServiceAccountCall } from "./service-account";
import { readSettings } from "./settings";

async function pods(call: ServiceAccountCall, namespace: string, selector: string): Promise<readonly Pod[]> {
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
  const { code, body } = await call("GET", path);
  if (code !== 200)
    throw new Error(`could not list pods in ${namespace}: ${code} ${textField(body, "message")}`);
  return listField(body, "items").map((item) => {
    const pod = readPod(item);
    // Jobs of a manager that cannot be read would count as jobs without a manager.
    if (pod === undefined) throw new Error(`could not read a pod in ${namespace}`);
    return pod;
  });
}

async function remove(call: ServiceAccountCall, pod: Pod): Promise<Deletion> {
  const { code, body } = await call("DELETE", podPath(pod), deleteOptions(pod));
  if (code === 404) return "gone";
  if (code === 409) return "changed";
  if (code >= 300) throw new Error(`${code} ${textField(body, "message")}`);
  return "deleted";
}

async function main([settingsPath = "", account = ""]: readonly string[]): Promise<void> {
  const { scope, ...limits } = readSettings(readFileSync(settingsPath, "utf8"));
  const call = serviceAccountApi(account, process.env);
  const jobs = await Promise.all(namespacesOf(scope).map((each) => pods(call, each, jobSelector)));
  const managers = await pods(call, scope.managerNamespace, managerLabel);
  const hung = findStuckPods({ scope, pods: jobs.flat(), managers, now: Date.now(), ...limits });
  const outcomes = await deleteStuckPods(hung, (pod) => remove(call, pod));
  for (const { pod, ...outcome } of outcomes) {
    console.log(JSON.stringify({ pod: `${pod.namespace}/${pod.name}`, ...outcome }));
  }
  if (outcomes.some(({ did }) => did === "failed")) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
