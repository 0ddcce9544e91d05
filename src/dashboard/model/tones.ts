/** What a state looks like: one of five tones, each with a shape and a word of its own. */
import type { Severity } from '../../contract/checks.js';
import type { GrantState } from '../../contract/grants.js';
import type { RolloutPoolState, RolloutState, WaveState } from '../../contract/rollout.js';
import type { HostState, RunState } from '../../contract/run-status.js';
import type { Standing } from './findings.js';

export type Tone = 'good' | 'busy' | 'care' | 'bad' | 'quiet';

export const runTones: Readonly<Record<RunState, Tone>> = {
  planned: 'quiet',
  running: 'busy',
  waiting: 'care',
  paused: 'care',
  stopped: 'bad',
  undoing: 'busy',
  aborted: 'bad',
  done: 'good',
};

export const hostTones: Readonly<Record<HostState, Tone>> = {
  queued: 'quiet',
  rechecking: 'busy',
  evacuating: 'busy',
  staging: 'busy',
  armed: 'busy',
  installing: 'busy',
  returned: 'busy',
  restoring: 'busy',
  soaking: 'busy',
  done: 'good',
  skipped: 'quiet',
  failed: 'bad',
};

export const severityTones: Readonly<Record<Severity, Tone>> = {
  pass: 'good',
  info: 'quiet',
  notice: 'quiet',
  warning: 'care',
  failure: 'bad',
  unknown: 'bad',
};

export const standingTones: Readonly<Record<Standing, Tone>> = { ...severityTones, 'to-fix': 'busy' };

export const grantTones: Readonly<Record<GrantState, Tone>> = {
  probe: 'quiet',
  staging: 'busy',
  closed: 'quiet',
  armed: 'care',
  proof: 'quiet',
  ended: 'quiet',
};

export const rolloutTones: Readonly<Record<RolloutState, Tone>> = {
  planned: 'quiet',
  running: 'busy',
  paused: 'care',
  stopped: 'bad',
  aborting: 'busy',
  aborted: 'bad',
  done: 'good',
};

export const waveTones: Readonly<Record<WaveState, Tone>> = {
  queued: 'quiet',
  soaking: 'busy',
  'awaiting-approval': 'care',
  running: 'busy',
  done: 'good',
};

export const rolloutPoolTones: Readonly<Record<RolloutPoolState, Tone>> = {
  queued: 'quiet',
  planning: 'busy',
  refused: 'bad',
  running: 'busy',
  waiting: 'care',
  paused: 'care',
  stopped: 'bad',
  undoing: 'busy',
  aborted: 'bad',
  skipped: 'quiet',
  done: 'good',
};
