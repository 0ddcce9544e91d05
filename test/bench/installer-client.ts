/** One of the bench's client processes: as many unattended installations at once as it is told, when it is told. */
import { once } from 'node:events';
import { runClientScript, type ClientRole } from '../../src/installer/client-script.js';
import { installerProfile, packageManagerProfile } from '../../src/installer/profiles.js';
import { openMediaTransport, TransportPerClient } from '../../src/installer/transports/open-transport.js';
import { unattendedInstall } from '../../src/installer/unattended-install.js';
import { installedRelease } from './installer-medium.js';

const [url = '', count = '1'] = process.argv.slice(2);

/** Seconds. */
async function install(): Promise<number> {
  const release = installedRelease();
  const profileOf = (role: ClientRole) =>
    role === 'package-manager' ? packageManagerProfile(release) : installerProfile(release);
  const transport = new TransportPerClient((role) => openMediaTransport(url, profileOf(role)));
  const began = performance.now();
  try {
    const verdict = await runClientScript(unattendedInstall({ release, hostPlatformVersion: '3.2.1' }), transport);
    if (verdict.outcome !== 'installed') throw new Error(JSON.stringify(verdict));
  } finally {
    await transport.close();
  }
  return (performance.now() - began) / 1000;
}

console.log('ready');
await once(process.stdin, 'data');
const seconds = await Promise.all(Array.from({ length: Number(count) }, install));
console.log(JSON.stringify(seconds));
process.stdin.destroy();
