/** Where the releases of the pinned programs are, and the SHA-256 of each file. Read 2026-11-28. */
import { programPins } from "../../modules/pins";

export type Program = keyof typeof programPins;

export interface Release {
  readonly version: string;
  /** What a mirror may stand for. */
  readonly site: string;
  /** On the site, and on a mirror. */
  readonly path: (platform: string) => string;
  /** Where the publisher has the sums of the other platforms. */
  readonly sumsPath: (platform: string) => string;
  /** By platform: of what the address holds, and of the program itself where that is known too. */
  readonly sums: Readonly<Record<string, readonly string[]>>;
}

const terraform = programPins.terraform.version;
const kubectl = `v${programPins.kubectl.version}`;

export const releases: Readonly<Record<Program, Release>> = {
  /**
   * Archives: HashiCorp's own formula, github.com/hashicorp/homebrew-tap, Formula/terraform.rb at 1.11.4.
   * The program for linux_amd64: measured on an installed 1.11.4.
   */
  terraform: {
    version: terraform,
    site: "https://releases.hashicorp.com",
    path: (platform) => `terraform/${terraform}/terraform_${terraform}_${platform}.zip`,
    sumsPath: () => `terraform/${terraform}/terraform_${terraform}_SHA256SUMS`,
    sums: {
      linux_amd64: [
        "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
        "268000fca5c61021c6396893d9483007ba589ad9d0aaccbd7dfa8c78bf7dbe23",
      ],
      linux_arm64: ["a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633"],
      darwin_amd64: ["a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b"],
      darwin_arm64: ["867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18"],
    },
  },
  /** github.com/kubernetes-sigs/kubespray, roles/kubespray_defaults/vars/main/checksums.yml, kubectl_checksums 1.35.0. */
  kubectl: {
    version: kubectl,
    site: "https://dl.k8s.io",
    path: (platform) => `release/${kubectl}/bin/${platform.replace("_", "/")}/kubectl`,
    sumsPath: (platform) => `release/${kubectl}/bin/${platform.replace("_", "/")}/kubectl.sha256`,
    sums: {
      linux_amd64: ["a2e984a18a0c063279d692533031c1eff93a262afcc0afdc517375432d060989"],
      linux_arm64: ["58f82f9fe796c375c5c4b8439850b0f3f4d401a52434052f2df46035a8789e25"],
    },
  },
};
