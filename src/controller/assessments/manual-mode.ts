/**
 * What is not asked in Manual mode: the answers of the hosts' plugin, which takes no part in it, and what the person at the
 * console is asked by the installer itself (xencenter-rpu.md 2.2, last line: XenCenter leaves out the same).
 */
import type { Finding } from './finding.js';

const answeredAtTheConsole = [
  'media-reachable',
  'plugin-fit',
  'partition-layout',
  'licence-agreement',
  'installer-network',
  'control-domain-memory',
];

export function holdsInManualMode({ id }: Pick<Finding, 'id'>): boolean {
  return !answeredAtTheConsole.includes(id);
}
