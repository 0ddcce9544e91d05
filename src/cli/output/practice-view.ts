/** A practice pool for those who are to use it: where it is, how one logs in, what its certificates are, what to do next. */
import { addCommand, practiceRecord, type PracticePool } from '../../daemon/practice/practice-pool.js';
import { count } from './units.js';

/** The password is no secret: it is made for this pool, which ends with the command. */
export function practiceDocument(practice: PracticePool): object {
  const { simulator, passwordFile } = practice;
  const { addresses, user, password } = simulator;
  const { fingerprints } = practiceRecord('practice', practice, 0);
  return { addresses, user, password, passwordFile, fingerprints, add: addCommand('practice', practice) };
}

export function practiceLines(practice: PracticePool): string[] {
  const { simulator, passwordFile } = practice;
  const { fingerprints } = practiceRecord('practice', practice, 0);
  const { hostList, vms } = simulator.pool.world.state;
  const guests = [...vms.values()].filter(({ kind }) => kind === 'guest');
  const addresses = Object.entries(fingerprints).map(
    ([address, fingerprint], index) => `  ${address}  ${hostList[index]?.name ?? ''}  sha256 ${fingerprint}`,
  );
  return [
    `practice pool of ${count(hostList.length, 'host')} with ${count(guests.length, 'VM')}; the coordinator is the first:`,
    ...addresses,
    `log in as ${simulator.user} with ${simulator.password} (also in ${passwordFile})`,
    'make it known with:',
    `  ${addCommand('practice', practice)}`,
    'then, with a medium that was imported and `drydock serve` running:',
    '  drydock check practice --media ID',
    '  drydock rehearse practice --media ID --fix',
    '  drydock upgrade plan practice --media ID --fix && drydock upgrade start --watch',
    'Ctrl-C ends the pool; drydock pool remove practice forgets it',
  ];
}
