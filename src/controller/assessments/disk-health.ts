/**
 * Whether the disks of a host are sound. An upgrade writes the whole system anew and restarts the host: both are where a disk that
 * is about to fail does fail, and the copy of the old system lies on the same one. Over SSH the disks that carry the system are
 * asked, over the API all that XCP-ng's plugins see. What cannot be told, as behind most RAID controllers, is a notice: nobody
 * could ever answer it, so it stands in nobody's way.
 */
import type { HostFacts } from '../facts/pool-facts.js';
import type { DiskArray, DiskHealth, RootHealth } from '../facts/system/system-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { DiskReports } from './evidence.js';
import type { Observed, Subject } from './finding.js';
import { systemOf, withoutSsh } from './look-inside.js';
import { hostsToUpgrade, hostSubject, observed, orPass, poolSubject } from './observe.js';

export const diskHealth: Assessment = {
  id: 'disk-health',
  title: 'The disks of the host say that they are sound',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure'],
  remedy:
    'Replace a disk that says it is failing, and let a software RAID finish its copy, before the host is restarted.',
  source:
    'xencenter-rpu.md 2.3; smartctl(8), EXIT STATUS; xcp-ng-xapi-plugins (smartctl.py, raid.py); over SSH or, of XCP-ng, over the API',
  assess: (input) => {
    const hosts = hostsToUpgrade(input);
    if (hosts.length > 0 && hosts.every((host) => nobodyTells(host, input))) return [untold(input, hosts)];
    return hosts.flatMap((host) => assessHost(host, input));
  },
};

const noPlugin = { known: false, reason: 'there is no plugin that tells' } as const;

function reportsOf({ evidence }: AssessmentInput, host: HostFacts): DiskReports {
  return evidence?.disks?.get(host.uuid) ?? { disks: noPlugin, array: noPlugin };
}

/** Neither over SSH nor over the API: where it is so of all hosts, that is said once. */
function nobodyTells(host: HostFacts, input: AssessmentInput): boolean {
  const { disks, array } = reportsOf(input, host);
  const told = (disks.known && disks.value.length > 0) || (array.known && array.value !== null);
  return input.evidence?.systems?.known !== true && !told;
}

function untold(input: AssessmentInput, hosts: readonly HostFacts[]): Observed {
  const reasons = new Set(hosts.map((host) => overTheApi(reportsOf(input, host))));
  const { systems } = input.evidence ?? {};
  const overSsh = systems?.known === false ? systems.reason : withoutSsh;
  return nothingKnown(poolSubject(input.pool), 'its hosts', `${overSsh}; over the API: ${[...reasons].join('; ')}`);
}

function overTheApi({ disks }: DiskReports): string {
  return disks.known ? 'no disk is told' : disks.reason;
}

function assessHost(host: HostFacts, input: AssessmentInput): readonly Observed[] {
  const inside = systemOf(input, host)?.rootHealth;
  const reports = reportsOf(input, host);
  const all = reports.disks.known ? reports.disks.value : [];
  const root = inside?.known === true ? heardBoth(inside.value, all) : undefined;
  const toldArray = reports.array.known ? reports.array.value : null;
  const array = root === undefined ? toldArray : root.array;
  const found = [
    ...(array === null ? [] : assessArray(host, array, root !== undefined)),
    ...(root === undefined ? [] : assessRoot(host, root)),
    ...assessOthers(host, all, root),
  ];
  const heard = [...(root?.disks ?? []), ...othersThan(root, all)].filter(({ verdict }) => verdict !== 'silent');
  if (found.length === 0 && heard.length === 0) {
    const reason = inside?.known === false ? inside.reason : withoutSsh;
    return [nothingKnown(hostSubject(host), host.name, `${reason}; over the API: ${overTheApi(reports)}`)];
  }
  return orPass(found, hostSubject(host), `${heard.map(({ device }) => device).join(', ')}: no disk complains.`);
}

/** What the plugin heard of a disk of the system counts where SSH did not hear it, and where it is worse. */
function heardBoth({ disks, array }: RootHealth, all: readonly DiskHealth[]): RootHealth {
  const heard = disks.map((disk): DiskHealth => {
    const told = all.filter(({ device, verdict }) => verdict !== 'silent' && isSame(device, disk.device));
    const worst =
      told.find(({ verdict }) => verdict === 'failing') ?? (disk.verdict === 'silent' ? told[0] : undefined);
    return worst === undefined ? disk : { ...worst, device: disk.device };
  });
  return { disks: heard, array };
}

function nothingKnown(about: Subject, whose: string, reason: string): Observed {
  return observed('notice', about, {
    reason: `It is not known how well the disks of ${whose} are: ${reason}.`,
    remedy:
      'SSH tells ("drydock pool ssh"); else look at the controller’s own tool or the remote console of the machine.',
    acceptable: true,
  });
}

/** @param carriesSystem whether that was seen; the plugin tells of an array of that name, whatever lies on it */
function assessArray(
  host: HostFacts,
  { device, wanted, working, isRebuilding }: DiskArray,
  carriesSystem: boolean,
): readonly Observed[] {
  const array = `The software RAID ${device} of ${host.name}`;
  if (working < wanted) {
    const remedy = isRebuilding
      ? `Wait until the copy is made ("cat /proc/mdstat" on ${host.name} shows how far it is); then check again.`
      : `Replace the disk, add it ("mdadm --manage /dev/${device} --add DISK" on ${host.name}) and wait for the copy.`;
    const state = isRebuilding ? ', and is making the copy now' : '';
    const risk = carriesSystem
      ? 'the upgrade would write the system to what is left, without a second copy'
      : 'it may be the one that carries the system, which the upgrade would write to what is left, without a second copy';
    return [
      observed('failure', hostSubject(host), {
        reason: `${array} has ${working} of its ${wanted} disks${state}: ${risk}.`,
        remedy,
        acceptable: true,
      }),
    ];
  }
  if (!isRebuilding) return [];
  return [
    observed('notice', hostSubject(host), {
      reason: `${array} is complete, and compares or copies its disks now: the upgrade will be slower.`,
      remedy: 'Wait until it has ended, if there is time.',
      acceptable: true,
    }),
  ];
}

function assessRoot(host: HostFacts, { disks }: RootHealth): readonly Observed[] {
  return disks.flatMap(({ device, verdict, why }): Observed[] => {
    switch (verdict) {
      case 'healthy':
        return [];
      case 'failing':
        return [
          failing(host, device, 'It carries the system: an upgrade writes all of it anew, and restarts the host'),
        ];
      case 'marginal':
        return [marginal(host, `${device} of ${host.name}, which carries the system,`, why)];
      case 'silent':
        return [silent(host, `${device} of ${host.name}, which carries the system,`, why)];
    }
  });
}

/** A controller’s volume may call itself sound whatever becomes of the disks behind it, and nobody tells which are of which volume. */
function isBehindController({ device }: DiskHealth): boolean {
  return /,\d+$/.test(device);
}

/** What the plugins see besides. A disk of which nobody knows that it does not carry the system is taken for one that does. */
function assessOthers(host: HostFacts, all: readonly DiskHealth[], root: RootHealth | undefined): readonly Observed[] {
  const others = othersThan(root, all);
  const rootIsHeard = root?.disks.every(({ verdict }) => verdict !== 'silent') ?? false;
  const hasOwnPort = root?.disks.every(({ device }) => device.startsWith('nvme')) ?? false;
  // Where nobody looked which disk carries the system, it may be the one that does not tell.
  const untold = root === undefined ? others.filter(({ verdict }) => verdict === 'silent') : [];
  const complaining = others
    .filter(({ verdict }) => verdict === 'failing')
    .map((disk) => {
      const { device } = disk;
      if (!rootIsHeard || (isBehindController(disk) && !hasOwnPort))
        return failing(host, device, 'It may be the one that carries the system, which nobody could tell');
      return observed('warning', hostSubject(host), {
        reason: `The disk ${device} of ${host.name} says that it is failing. It does not carry the system; what lies on it may not be there after the restart.`,
        remedy: `Move what lies on it, or replace it: "smartctl -a" on ${host.name} shows more.`,
        acceptable: true,
      });
    });
  const warning = others
    .filter(({ verdict }) => verdict === 'marginal')
    .map(({ device, why }) => marginal(host, `${device} of ${host.name}`, why));
  return [...complaining, ...warning, ...silentTogether(host, untold)];
}

/** @param why empty where it passes its own test */
function marginal(host: HostFacts, which: string, why: string): Observed {
  const what = why === '' ? 'passes its own test, but a value of it is or was at its limit' : `warns: ${why}`;
  return observed('warning', hostSubject(host), {
    reason: `The disk ${which} ${what}.`,
    remedy: `Look at "smartctl -a" on ${host.name}: replace the disk soon, or see to what it warns of.`,
    acceptable: true,
  });
}

/** A host may have dozens of them, and one reason. */
function silentTogether(host: HostFacts, disks: readonly DiskHealth[]): readonly Observed[] {
  return [...new Set(disks.map(({ why }) => why))].map((why) => {
    const devices = disks.filter((disk) => disk.why === why).map(({ device }) => device);
    return silent(host, `${devices.join(', ')} of ${host.name}`, why, devices.length);
  });
}

function silent(host: HostFacts, which: string, why: string, count = 1): Observed {
  const what =
    count === 1 ? `disk ${which} does not tell how well it is` : `disks ${which} do not tell how well they are`;
  return observed('notice', hostSubject(host), {
    reason: `The ${what}: ${why}.`,
    remedy: 'Behind a RAID controller its own tool tells; look there.',
    acceptable: true,
  });
}

function failing(host: HostFacts, device: string, why: string): Observed {
  return observed('failure', hostSubject(host), {
    reason: `The disk ${device} of ${host.name} says that it is failing. ${why}.`,
    remedy: `Replace it before the upgrade, or leave ${host.name} out: "smartctl -a" there shows more.`,
    acceptable: true,
  });
}

function othersThan(root: RootHealth | undefined, all: readonly DiskHealth[]): readonly DiskHealth[] {
  return all.filter(({ device }) => root?.disks.some((disk) => isSame(device, disk.device)) !== true);
}

/** A plugin names the controller of an NVMe disk, the kernel its first part: nvme0 and nvme0n1. */
function isSame(told: string, device: string): boolean {
  return told === device || (/^nvme\d+$/.test(told) && device.startsWith(`${told}n`));
}
