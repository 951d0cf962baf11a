/** The command that installs Python 3.10 or newer with its venv and ensurepip modules on each system. */
import type { FactTable } from "../fact-table";

export const pythonPackagesTable = {
  name: "Packages of Python for each system",
  readOn: "2026-11-30",
  sources: [
    "https://docs.aws.amazon.com/linux/al2023/ug/python.html",
    "https://pypi.org/project/moto/5.2.1/",
  ],
  lookAt: "https://pypi.org/project/moto/",
} as const satisfies FactTable;

/** Oldest Python that the pinned packages of moto support. Source: pypi.org/project/moto, Requires-Python of 5.2.1. */
export const oldestPython = "3.10";

interface PythonPackage {
  /** Values of ID and ID_LIKE in os-release(5); `darwin` for macOS. */
  readonly systems: readonly string[];
  readonly command: string;
  readonly source: string;
}

export const pythonPackages: readonly PythonPackage[] = [
  {
    systems: ["amzn"],
    // python3 stays 3.9 for the lifetime of Amazon Linux 2023.
    command: "sudo dnf install python3.11",
    source: "docs.aws.amazon.com/linux/al2023/ug/python.html",
  },
  {
    systems: ["debian", "ubuntu"],
    command: "sudo apt-get install python3-venv",
    source: "/usr/share/doc/python3/README.venv of Debian: the venv module is in the python3-venv package",
  },
  {
    systems: ["fedora"],
    command: "sudo dnf install python3",
    source: "packages.fedoraproject.org/pkgs/python3.14/python3",
  },
  {
    systems: ["rhel", "centos", "rocky", "almalinux"],
    // RHEL 9 has 3.9 as python3.
    command: "sudo dnf install python3.11",
    source:
      "docs.redhat.com, RHEL 9, Installing and using dynamic programming languages, table Python versions in RHEL 9",
  },
  {
    systems: ["alpine"],
    command: "sudo apk add python3",
    source: "pkgs.alpinelinux.org/package/edge/main/x86_64/python3",
  },
  { systems: ["darwin"], command: "brew install python", source: "docs.brew.sh/Homebrew-and-Python" },
];
