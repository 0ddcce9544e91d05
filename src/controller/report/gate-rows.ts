/** What the gates of a run found, as the readable reports show it: the worst first, each with the moment at which it was found. */
import { severities } from '../../contract/checks.js';
import type { FindingStatus } from '../../contract/run-status.js';
import type { ReportDocument } from './report-document.js';

export interface GateRow extends Omit<FindingStatus, 'host'> {
  /** "after xs-1", or "at the end". */
  readonly when: string;
}

export function gateRows({ gates = [], hosts }: ReportDocument): readonly GateRow[] {
  const nameOf = (uuid: string): string => hosts.find((host) => host.uuid === uuid)?.name ?? uuid;
  return gates
    .map(({ host, ...finding }) => ({ when: host === null ? 'at the end' : `after ${nameOf(host)}`, ...finding }))
    .sort((one, other) => severities.indexOf(other.severity) - severities.indexOf(one.severity));
}
