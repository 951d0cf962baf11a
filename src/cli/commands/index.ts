/** Every command, in the order and under the headings of the help page. */
import type { Section } from "../definition/command";
import { bootstrap } from "./bootstrap";
import { capacity } from "./capacity";
import { check } from "./check";
import { completion } from "./completion";
import { demo } from "./demo";
import { deploy } from "./deploy";
import { destroy } from "./destroy";
import { eject } from "./eject";
import { emulate } from "./emulate";
import { help } from "./help";
import { init } from "./init";
import { jobs } from "./jobs";
import { kubeconfig } from "./kubeconfig";
import { logs } from "./logs";
import { modules } from "./modules";
import { pipeline } from "./pipeline";
import { plan } from "./plan";
import { policy } from "./policy";
import { price } from "./price";
import { resume } from "./resume";
import { runners } from "./runners";
import { state } from "./state";
import { status } from "./status";
import { sweep } from "./sweep";
import { synth } from "./synth";
import { unlock } from "./unlock";
import { upgrade } from "./upgrade";
import { versions } from "./versions";

export const sections: readonly Section[] = [
  { title: "Start", usual: [init, bootstrap, demo, emulate], others: [] },
  { title: "Check", usual: [check, capacity, price], others: [policy, versions] },
  { title: "Run", usual: [plan, deploy, status, resume, unlock, destroy, sweep], others: [upgrade] },
  { title: "GitLab", usual: [runners, jobs, pipeline], others: [logs] },
  { title: "Tools", usual: [kubeconfig, state], others: [synth, modules, eject, completion, help] },
];
