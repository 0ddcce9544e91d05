/** The Node.js that runs this: package.json names the oldest that is tested. */
import { found, pass, type DoctorCheck } from '../doctor-check.js';

/** As in `engines` of package.json, which a test compares. */
export const oldestNode = '20.19';

export const nodeVersion: DoctorCheck = {
  id: 'node-version',
  title: `Node.js is ${oldestNode} or newer`,
  severities: ['pass', 'failure'],
  remedy: `Install Node.js ${oldestNode} or newer.`,
  judge: ({ nodeVersion: version }) => {
    if (numbers(version) >= numbers(oldestNode)) return [pass('Node.js', `It is ${version}.`)];
    return [found('failure', 'Node.js', { reason: `It is ${version}.`, remedy: nodeVersion.remedy })];
  },
};

function numbers(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}
