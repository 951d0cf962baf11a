/** The addresses and the SHA-256 of the pinned programs. Read 2026-11-28. */
import { programPins, providerPins } from "../../modules/pins";

export type Program = "terraform" | "tofu" | "kubectl";

export interface Release {
  readonly version: string;
  /** The publisher's address, which a mirror replaces. */
  readonly site: string;
  /** The path at the publisher and on a mirror. */
  readonly path: (platform: string) => string;
  /** The path of the publisher's list of checksums. */
  readonly sumsPath: (platform: string) => string;
  /** By platform: the checksum of the download, and of the unpacked program if known. */
  readonly sums: Readonly<Record<string, readonly string[]>>;
}

export const hashicorpReleases = "https://releases.hashicorp.com";

const terraform = programPins.terraform.version;
const tofu = programPins.tofu.version;
const kubectl = `v${programPins.kubectl.version}`;

export const releases: Readonly<Record<Program, Release>> = {
  /**
   * Archives: HashiCorp's own formula, github.com/hashicorp/homebrew-tap, Formula/terraform.rb at 1.11.4.
   * The program for linux_amd64: measured on an installed 1.11.4.
   */
  terraform: {
    version: terraform,
    site: hashicorpReleases,
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
  /**
   * mikaelhug/kubit has all four sums in its package tofu. A public Nix flake has those of linux_amd64 and darwin_arm64,
   * the PKGBUILD of the AUR's opentofu-bin that of linux_arm64, and a public installer that of darwin_amd64 as well (read
   * 2026-11-30).
   */
  tofu: {
    version: tofu,
    site: "https://github.com/opentofu/opentofu/releases/download",
    path: (platform) => `v${tofu}/tofu_${tofu}_${platform}.zip`,
    sumsPath: () => `v${tofu}/tofu_${tofu}_SHA256SUMS`,
    sums: {
      linux_amd64: ["5dc43da4f750f33873dc25e94587128709e819e544b7be9016b255316153c3a8"],
      linux_arm64: ["e573979ba68a17fe7b881752051a694a7efcd970e39521f6a25775197861ed4d"],
      darwin_amd64: ["166388e5feed47e107e11721b6366bf91d21e47eccbced75f3cbe0c7184ffd9b"],
      darwin_arm64: ["e083ee43790ab9e19ad66d9933e24a7244a1412e1d5728f37999ae2163fdac95"],
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
      // A public installer of profile tools lists these next to the same two of Linux (read 2026-11-30).
      darwin_amd64: ["2447cb78911b10a667202b078eeb30541ec78d1280c3682921dc81607e148d96"],
      darwin_arm64: ["cf699c56340dc775230fde4ef84237d27563ea6ef52164c7d078072b586c3918"],
    },
  },
};

/** The path of the AWS provider at releases.hashicorp.com and on a mirror. */
export function awsProviderPath(platform: string): string {
  const { version } = providerPins.aws;
  return `terraform-provider-aws/${version}/terraform-provider-aws_${version}_${platform}.zip`;
}

/**
 * What Terraform writes into a lock file for the pinned AWS provider: `h1` of the content of each platform's archive,
 * `zh` of the archives. Source: github.com/takehiro1111/aws_terraform, development/management/.terraform.lock.hcl at
 * 5.100.0 (read 2026-11-30). That of linux_amd64 was compared with an installed 5.100.0.
 */
export const awsProviderHashes: readonly string[] = [
  "h1:+X3t1uVrM0z4K/lAYUV1SYmO7UBd9/Y4XC11zI9wcQQ=",
  "h1:95JvzqH8cVlNqTBgqfg5UfMZXT2a8K+vygOQ9afj4mQ=",
  "h1:FAfHhUISfZ2hS9itjVfBi71TltLVAHS2ZnQXlldUva0=",
  "h1:FZ4tAR+rsfmMatrfK9BrB6k+EhvolUNR67pSlc8bacs=",
  "h1:H3mU/7URhP0uCRGK8jeQRKxx2XFzEqLiOq/L2Bbiaxs=",
  "h1:Ijt7pOlB7Tr7maGQIqtsLFbl7pSMIj06TVdkoSBcYOw=",
  "h1:MLOPC8C1bKpbqPgtdkn26PSI/zYJZQc35vTLF4GNkXc=",
  "h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0=",
  "h1:hVDEfiQis2sEFhiqQUL2MFc3YGyA3NNnk/vNz2J1nfI=",
  "h1:hd45qFU5cFuJMpFGdUniU9mVIr5LYVWP1uMeunBpYYs=",
  "h1:jAEZ9zxrrwIdsPm0ycSiAX0HqnssEN7VdA6B8FC9NqI=",
  "h1:lcDxx0Nx+ifFqTBpxz8Un27O0s+I7UNJAr/rUpSqlig=",
  "h1:qvzqmkxybGRKK4ttHbp4+lvYMOwoDsZKNIT1nRyCEK8=",
  "h1:wOhTPz6apLBuF7/FYZuCoXRK/MLgrNprZ3vXmq83g5k=",
  "zh:054b8dd49f0549c9a7cc27d159e45327b7b65cf404da5e5a20da154b90b8a644",
  "zh:0b97bf8d5e03d15d83cc40b0530a1f84b459354939ba6f135a0086c20ebbe6b2",
  "zh:1589a2266af699cbd5d80737a0fe02e54ec9cf2ca54e7e00ac51c7359056f274",
  "zh:6330766f1d85f01ae6ea90d1b214b8b74cc8c1badc4696b165b36ddd4cc15f7b",
  "zh:7c8c2e30d8e55291b86fcb64bdf6c25489d538688545eb48fd74ad622e5d3862",
  "zh:99b1003bd9bd32ee323544da897148f46a527f622dc3971af63ea3e251596342",
  "zh:9b12af85486a96aedd8d7984b0ff811a4b42e3d88dad1a3fb4c0b580d04fa425",
  "zh:9f8b909d3ec50ade83c8062290378b1ec553edef6a447c56dadc01a99f4eaa93",
  "zh:aaef921ff9aabaf8b1869a86d692ebd24fbd4e12c21205034bb679b9caf883a2",
  "zh:ac882313207aba00dd5a76dbd572a0ddc818bb9cbf5c9d61b28fe30efaec951e",
  "zh:bb64e8aff37becab373a1a0cc1080990785304141af42ed6aa3dd4913b000421",
  "zh:dfe495f6621df5540d9c92ad40b8067376350b005c637ea6efac5dc15028add4",
  "zh:f0ddf0eaf052766cfe09dea8200a946519f653c384ab4336e2a4a64fdd6310e9",
  "zh:f1b7e684f4c7ae1eed272b6de7d2049bb87a0275cb04dbb7cda6636f600699c9",
  "zh:ff461571e3f233699bf690db319dfe46aec75e58726636a0d97dd9ac6e32fb70",
];
