/** A member that was installed with something newer than the coordinator has: it cannot enter the pool (xapi.md 2.4). */
import { versionNumbers } from '../../../releases/versions.js';
import type { StepFault } from '../definition.js';
import { atStep } from '../parameters.js';

const parameters = atStep({});

export const returnsNewer: StepFault<typeof parameters> = {
  area: 'Host return',
  strikes: 'step',
  at: 'installed',
  summary: 'what was installed is newer than what the coordinator runs',
  parameters,
  example: 'returns-newer-than-coordinator host=member-1',
  happen: ({ world, hosts }) => {
    const { running } = world.state.coordinator;
    const [major = 0, minor = 0] = versionNumbers(running.xapiVersion);
    const xapi = `${major}.${minor + 1}`;
    for (const host of hosts) {
      const { installed } = host;
      const softwareVersion = { ...installed.softwareVersion, xapi, xapi_build: `${xapi}.0` };
      host.installed = { ...installed, xapiVersion: `${xapi}.0`, softwareVersion };
    }
    return undefined;
  },
};
