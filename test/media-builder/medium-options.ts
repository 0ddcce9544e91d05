/** What a medium to build is. */

export interface PackageSpec {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  /** Bytes of its one file; the package is some 6 kB more. */
  readonly size: number;
  readonly requires?: readonly string[];
  /** As rpm writes it: `kernel-uname-r = 4.19.0+1`. */
  readonly provides?: readonly string[];
}

export interface MediumSpec {
  readonly productName: string;
  readonly productVersion: string;
  readonly platformVersion: string;
  readonly build: string;
  readonly volumeLabel: string;
  /** Sections of `.treeinfo`: before 2021 there was no `[system-v1]`. */
  readonly treeinfo: 'both' | 'platform-only' | 'system-v1-only';
  readonly packages: readonly PackageSpec[];
  /** Sizes of the boot files, in bytes before compression. */
  readonly installImage: number;
  readonly kernel: number;
  readonly hypervisor: number;
}

/** All times on built media, in seconds since 1970: 2024-09-24. */
export const buildTime = 1_727_136_000;

const synthetic = (name: string, version: string, size: number, requires: readonly string[] = []): PackageSpec => ({
  name,
  version,
  release: '1.synth',
  size,
  requires,
});

/** Names that clients look for, sizes that make a progress bar move, and one name with a plus sign. */
const commonPackages: readonly PackageSpec[] = [
  synthetic('synth-release', '8.3.0', 2_000),
  synthetic('synth-filesystem', '3.2', 4_000, ['synth-release']),
  synthetic('libstdc++', '4.8.5', 38_000, ['synth-filesystem']),
  synthetic('synth-bash', '4.2.46', 22_000, ['synth-filesystem']),
  synthetic('synth-coreutils', '8.22', 26_000, ['synth-bash']),
  synthetic('synth-systemd', '219', 44_000, ['synth-coreutils']),
  synthetic('synth-lvm2', '2.02.180', 24_000, ['synth-systemd']),
  synthetic('synth-multipath', '0.4.9', 14_000, ['synth-lvm2']),
  synthetic('synth-openssh', '7.4', 18_000, ['synth-systemd']),
  synthetic('synth-network', '1.0', 9_000, ['synth-systemd']),
  synthetic('synth-switch', '2.5.3', 34_000, ['synth-network']),
  synthetic('synth-dracut', '033', 12_000, ['synth-coreutils']),
  synthetic('synth-grub', '2.06', 30_000, ['synth-coreutils']),
  synthetic('synth-emulator', '4.2.1', 48_000, ['libstdc++']),
  synthetic('synth-storage', '3.2.3', 16_000, ['synth-lvm2']),
  synthetic('synth-blktap', '3.54.9', 15_000, ['synth-storage']),
  synthetic('synth-squeezed', '0.31', 8_000, ['xapi-core']),
  synthetic('synth-xenopsd', '0.177', 19_000, ['xapi-core', 'synth-emulator']),
  synthetic('synth-console', '1.11', 7_000, ['xapi-core']),
  synthetic('synth-tools', '8.3.0', 10_000, ['synth-bash']),
  synthetic('synth-firmware', '20230625', 36_000),
];

export interface HostVersions {
  readonly xapi: string;
  readonly xen: string;
  readonly xenRelease: string;
  readonly linux: string;
}

/** The packages whose versions a host shows after its installation. */
export function versionedPackages(versions: HostVersions): PackageSpec[] {
  return [
    {
      name: 'xapi-core',
      version: versions.xapi,
      release: '1.1.synth',
      size: 40_000,
      requires: ['synth-network', 'synth-storage'],
    },
    {
      name: 'xen-hypervisor',
      version: versions.xen,
      release: versions.xenRelease,
      size: 28_000,
      requires: ['synth-grub'],
    },
    {
      name: 'kernel',
      version: '4.19.19',
      release: '8.0.37.1.synth',
      size: 52_000,
      requires: ['synth-dracut'],
      provides: [`kernel-uname-r = ${versions.linux}`],
    },
  ];
}

/** A medium like that of XCP-ng 8.3, under a name of its own. */
export function xcpNgLike(overrides: Partial<MediumSpec> = {}): MediumSpec {
  const packages = [
    ...commonPackages,
    ...versionedPackages({ xapi: '24.19.2', xen: '4.17.5', xenRelease: '4.1.synth', linux: '4.19.0+1' }),
  ];
  const all: PackageSpec = {
    name: 'xcp-ng-deps',
    version: '8.3',
    release: '13.synth',
    size: 500,
    requires: packages.map((item) => item.name),
  };
  return {
    productName: 'Synth-ng',
    productVersion: '8.3.0',
    platformVersion: '3.4.0',
    build: 'cloud',
    volumeLabel: 'Synth-ng 8.3',
    treeinfo: 'both',
    packages: [...packages, all],
    installImage: 120_000,
    kernel: 60_000,
    hypervisor: 30_000,
    ...overrides,
  };
}

/** A medium like that of Citrix Hypervisor 8.2 CU1: two groups, no `[system-v1]`. */
export function xenServerLike(overrides: Partial<MediumSpec> = {}): MediumSpec {
  return {
    productName: 'SynthServer',
    productVersion: '8.2.1',
    platformVersion: '3.2.1',
    build: 'release/synth/master/58',
    volumeLabel: 'SynthServer 8.2.1',
    treeinfo: 'platform-only',
    packages: [
      ...commonPackages,
      ...versionedPackages({ xapi: '1.249.19', xen: '4.13.4', xenRelease: '9.17.synth', linux: '4.19.0+1' }),
    ],
    installImage: 120_000,
    kernel: 60_000,
    hypervisor: 30_000,
    ...overrides,
  };
}

/** Adds packages of a size, for media of any length. */
export function withBulk(spec: MediumSpec, count: number, size: number): MediumSpec {
  const bulk = Array.from({ length: count }, (_, index) =>
    synthetic(`synth-bulk-${String(index).padStart(5, '0')}`, '1.0', size),
  );
  return { ...spec, packages: [...spec.packages, ...bulk] };
}
