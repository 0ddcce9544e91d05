/**
 * Times of a practice pool that lives faster than a real one. Durations shrink, the clocks stay right: hosts whose clocks
 * ran fast would rightly be refused by the checks.
 */
import { usualTimes, type Range, type Times } from '../../simulator/times.js';

/**
 * Between the reading before a reboot and the boot must lie more than the five seconds by which a boot time may be wrong
 * (src/controller/run/returned.ts), or no host would ever be believed to be back. Where something goes wrong, a host may boot
 * once, without an installation.
 */
const leastPowerCycle = 1500;
const leastLonePowerCycle = 6000;
const leastInstallation = 3500;

/** What a person can follow at all, in milliseconds. */
const leastStep = 200;

/**
 * @param speed how many times as fast as usual; at least 1
 * @param hasFaults whether something may go wrong
 */
export function practiceTimes(speed: number, hasFaults: boolean): Times {
  const scaled = (duration: number, least = leastStep): number =>
    Math.min(duration, Math.max(least, Math.round(duration / speed)));
  const range = ([from, to]: Range, least = leastStep): Range => [
    scaled(from, least),
    Math.max(scaled(to, least), scaled(from, least)),
  ];
  return {
    ...usualTimes,
    rebootGrace: scaled(usualTimes.rebootGrace, 500),
    powerCycle: range(usualTimes.powerCycle, hasFaults ? leastLonePowerCycle : leastPowerCycle),
    installation: range(usualTimes.installation, leastInstallation),
    agentStart: range(usualTimes.agentStart, 400),
    databaseSync: scaled(usualTimes.databaseSync),
    selfEnable: range(usualTimes.selfEnable),
    memberReturn: range(usualTimes.memberReturn),
    flagInterval: scaled(usualTimes.flagInterval, 500),
    migrationRate: usualTimes.migrationRate * speed,
    migrationLeast: scaled(usualTimes.migrationLeast),
    pluginCall: scaled(usualTimes.pluginCall),
    imagePacking: range(usualTimes.imagePacking),
    ftpIdleTimeout: scaled(usualTimes.ftpIdleTimeout),
    installerStart: scaled(usualTimes.installerStart),
    guestShutdown: scaled(usualTimes.guestShutdown),
    haChange: scaled(usualTimes.haChange),
    storageAttach: scaled(usualTimes.storageAttach),
    storagePlug: scaled(usualTimes.storagePlug),
    imageRate: usualTimes.imageRate * speed,
    updateApply: scaled(usualTimes.updateApply, 1000),
  };
}
