/** Hosts that do not come back from a reboot, or not as they should (xapi.md 6.5, Host return). */
import { atPlace, positive } from '../parameters.js';
import type { PlaceFault } from '../definition.js';

const plain = atPlace({});
const slowly = atPlace({ factor: positive.default(5) });

export const neverReturns: PlaceFault<typeof plain> = {
  area: 'Host return',
  strikes: 'place',
  place: 'after the host has gone down for its reboot',
  summary: 'the host goes down for its reboot and stays down',
  parameters: plain,
  example: 'never-returns host=member-1',
};

export const returnsWithOldVersion: PlaceFault<typeof plain> = {
  area: 'Host return',
  strikes: 'place',
  place: 'when a staged installer starts',
  summary: 'the installer gives up before it touches the disk, so the old system boots',
  parameters: plain,
  example: 'returns-with-old-version host=coordinator',
};

export const returnsSlowly: PlaceFault<typeof slowly> = {
  area: 'Host return',
  strikes: 'place',
  place: 'each time firmware and kernel start',
  summary: 'firmware and kernel take `factor` times as long to start (default 5)',
  parameters: slowly,
  example: 'returns-slowly host=member factor=3 nth=every',
};

export const agentDoesNotStart: PlaceFault<typeof plain> = {
  area: 'Host return',
  strikes: 'place',
  place: 'when xapi starts',
  summary: 'the host boots, but its xapi never answers',
  parameters: plain,
  example: 'agent-does-not-start host=coordinator',
};

export const strangerAnswers: PlaceFault<typeof plain> = {
  area: 'Host return',
  strikes: 'place',
  place: 'when xapi starts',
  summary: 'another machine answers at the address: another certificate, and it refuses the login',
  parameters: plain,
  example: 'stranger-answers host=member-1',
};
