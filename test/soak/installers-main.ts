/** Installers of a soak in a process of their own: `SEED COUNT REST URL…`; each rests for up to REST seconds, installs from one of the addresses, and does it again, for ever. */
import { runClientScript, type ClientRole } from '../../src/installer/client-script.js';
import { installerProfile, packageManagerProfile } from '../../src/installer/profiles.js';
import { openMediaTransport, TransportPerClient } from '../../src/installer/transports/open-transport.js';
import { unattendedInstall } from '../../src/installer/unattended-install.js';
import { seededRandom } from '../../src/simulator/state/random.js';
import { installedRelease } from '../bench/installer-medium.js';

const [seed = '1', count = '1', rest = '10', ...urls] = process.argv.slice(2);

async function install(url: string): Promise<string | undefined> {
  const release = installedRelease();
  const profileOf = (role: ClientRole) =>
    role === 'package-manager' ? packageManagerProfile(release) : installerProfile(release);
  const transport = new TransportPerClient((role) => openMediaTransport(url, profileOf(role)));
  try {
    const verdict = await runClientScript(unattendedInstall({ release, hostPlatformVersion: '3.2.1' }), transport);
    return verdict.outcome === 'installed' ? undefined : JSON.stringify(verdict);
  } catch (error) {
    return String(error);
  } finally {
    await transport.close();
  }
}

async function forever(number: number): Promise<never> {
  const random = seededRandom(Number(seed) * 1000 + number);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, random.between(0, Number(rest) * 1000)));
    const url = urls[random.between(0, urls.length - 1)] ?? '';
    const problem = await install(url);
    process.stdout.write(`${JSON.stringify({ protocol: new URL(url).protocol, problem })}\n`);
  }
}

// Whoever started it ends it by closing its input.
process.stdin.on('end', () => process.exit()).resume();
await Promise.all(Array.from({ length: Number(count) }, (_, number) => forever(number)));
