/** The drivers of given devices: how a device is written on the command line, and the answer. */
import { z } from 'zod';
import { drives, moduleIndex } from '../../media/contents/module-index.js';
import type { PciDevice } from '../../media/contents/pci-alias.js';
import type { HardwareModule, MediumHardware, ModuleSet } from '../../media/hardware.js';

export interface AskedDevice {
  /** As it was given. */
  readonly pci: string;
  readonly device: PciDevice;
}

/** `8086:1572`, `1000:005d:1028:1f42`, `1022:7901:010601`, and with both. */
export const pciDevice = z.string().transform((text, context): AskedDevice => {
  const match =
    /^([0-9a-f]{4}):([0-9a-f]{4})(?::([0-9a-f]{4}):([0-9a-f]{4}))?(?::([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2}))?$/i.exec(
      text,
    );
  if (match === null) {
    context.addIssue(
      'must be vendor:device of four hex digits each, with :subvendor:subdevice, and :class of six, where they matter',
    );
    return z.NEVER;
  }
  const [vendor, device, subvendor, subdevice, base, sub, programming] = match
    .slice(1)
    .map((part: string | undefined) => (part === undefined ? null : Number.parseInt(part, 16)));
  const code = { base: base ?? 0, sub: sub ?? 0, interface: programming ?? null };
  return {
    pci: text.toLowerCase(),
    device: {
      ...{ vendor: vendor ?? 0, device: device ?? 0, subvendor: subvendor ?? null, subdevice: subdevice ?? null },
      class: base === null ? null : code,
    },
  };
});

export interface SystemAnswer {
  /** By at least one module for certain. */
  readonly driven: boolean;
  readonly drivers: readonly {
    readonly name: string;
    readonly version: string | null;
    readonly from: string;
    readonly path: string | null;
    /** False where its subsystem or class decides, which was not given. */
    readonly certain: boolean;
    /** Versions of other copies that it comes before. */
    readonly replaces: HardwareModule['replaces'];
  }[];
}

export interface DeviceAnswer {
  readonly pci: string;
  readonly classGiven: boolean;
  /** Null on a medium that boots nothing. */
  readonly installer: SystemAnswer | null;
  readonly dom0: SystemAnswer;
}

export function answersFor({ installer, dom0 }: MediumHardware, asked: readonly AskedDevice[]): DeviceAnswer[] {
  const inInstaller = installer === null ? null : answering(installer);
  const inDom0 = answering(dom0);
  return asked.map(({ pci, device }) => ({
    pci,
    classGiven: device.class !== null,
    installer: inInstaller?.(device) ?? null,
    dom0: inDom0(device),
  }));
}

function answering(set: ModuleSet): (device: PciDevice) => SystemAnswer {
  const index = moduleIndex(set);
  return (device) => {
    const drivers = drives(index, device).map(({ module, certain }) => {
      const { name, version, from, path, replaces } = module;
      return { name, version, from, path, certain, replaces };
    });
    return { driven: drivers.some(({ certain }) => certain), drivers };
  };
}

export function deviceLines(answer: DeviceAnswer): string[] {
  const { pci, classGiven, installer, dom0 } = answer;
  const bySystem: [string, SystemAnswer][] = [
    ...(installer === null ? [] : [['installer', installer] as [string, SystemAnswer]]),
    ['dom0', dom0],
  ];
  const isUnclear = bySystem.some(([, { driven }]) => !driven) && !classGiven;
  return [
    `  ${pci}`,
    ...bySystem.flatMap(([system, { drivers }]) =>
      drivers.length === 0
        ? [`    ${system}: no driver`]
        : drivers.map((driver) => `    ${system}: ${driverText(driver)}`),
    ),
    ...(isUnclear ? [`    drivers that go by class alone were not asked: give the class, as in ${pci}:010601`] : []),
  ];
}

function driverText({ name, version, from, path, certain, replaces }: SystemAnswer['drivers'][number]): string {
  const versions = replaces.map((copy) => copy.version ?? 'one without a version');
  return [
    `${name}${version === null ? '' : ` ${version}`} (${path === null ? `${from}, part of the kernel` : from})`,
    ...(versions.length === 0 ? [] : [`instead of ${versions.join(', ')}`]),
    ...(certain ? [] : ['only with some subsystems or classes']),
  ].join(', ');
}
