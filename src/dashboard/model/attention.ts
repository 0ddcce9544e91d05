/** What needs a person now, over everything: the first thing that the page shows. */
import type { RolloutStatus } from '../../contract/rollout.js';
import type { RunStatus } from '../../contract/run-status.js';
import { awaitingApproval } from './run-actions.js';
import type { Tone } from './tones.js';

export interface Attention {
  readonly tone: Tone;
  readonly title: string;
  readonly why: string;
  readonly link: string;
  readonly action: string;
}

export interface AttentionInput {
  readonly runs: readonly RunStatus[];
  readonly rollouts: readonly RolloutStatus[];
  readonly media: readonly { readonly id: string; readonly whole: boolean | null }[];
  /** The media server cannot be reached; null: not known yet. */
  readonly serversProblem: string | null;
}

const ranks: Readonly<Record<Tone, number>> = { bad: 0, care: 1, busy: 2, quiet: 3, good: 4 };

export function attentionOf(input: AttentionInput): readonly Attention[] {
  return [
    ...input.runs.flatMap(ofRun),
    ...input.rollouts.flatMap(ofRollout),
    ...input.media.flatMap(ofMedium),
    ...(input.serversProblem === null
      ? []
      : [
          {
            tone: 'bad',
            title: 'The media server does not answer',
            why: input.serversProblem,
            link: '#/servers',
            action: 'Look at the servers',
          } as const,
        ]),
  ].sort((left, right) => ranks[left.tone] - ranks[right.tone]);
}

function ofRun(run: RunStatus): readonly Attention[] {
  const link = `#/runs/${encodeURIComponent(run.run)}`;
  const notices = run.hosts.flatMap((host) =>
    run.state === 'running' ? (host.progress?.notices ?? []).map((notice) => `${host.name}: ${notice}`) : [],
  );
  return [
    ...stateOf(run, link),
    ...notices.map((why) => ({
      tone: 'care' as const,
      title: `Have a look at ${run.pool}`,
      why,
      link,
      action: 'Open the run',
    })),
    ...(run.notifications ?? []).map(({ channel, reason }) => ({
      ...{
        tone: 'care' as const,
        title: `Notifications by ${channel} do not arrive`,
        why: reason,
        link,
        action: 'Open the run',
      },
    })),
  ];
}

function stateOf(run: RunStatus, link: string): readonly Attention[] {
  const instructed = run.hosts.find(({ instructions = [] }) => instructions.length > 0);
  if (run.state === 'stopped') {
    const failed = run.hosts.find(({ failure }) => failure !== null);
    const next = failed?.failure?.nextAction;
    return [
      {
        ...{ tone: 'bad', title: `The upgrade of ${run.pool} has stopped`, link, action: 'See why, and decide' },
        why: next === undefined ? run.reason : `${run.reason} Next: ${next}`,
      },
    ];
  }
  const waiting = awaitingApproval(run);
  if (waiting !== undefined)
    return [
      {
        tone: 'care',
        title: `${waiting.name} of ${run.pool} waits for your approval`,
        why: run.reason,
        link,
        action: 'Approve or skip',
      },
    ];
  if (instructed !== undefined)
    return [
      {
        tone: 'care',
        title: `${instructed.name} waits for you at its console`,
        why: instructed.instructions?.[0] ?? run.reason,
        link,
        action: 'See what to do',
      },
    ];
  if (run.state === 'paused')
    return [
      { tone: 'care', title: `The upgrade of ${run.pool} is paused`, why: run.reason, link, action: 'Resume or abort' },
    ];
  if (run.state === 'planned')
    return [
      {
        tone: 'quiet',
        title: `A plan for ${run.pool} waits to be started`,
        why: run.reason,
        link,
        action: 'Look at it',
      },
    ];
  const byHand = run.changes.filter(({ undo }) => undo === 'by-hand').length;
  if ((run.state === 'done' || run.state === 'aborted') && byHand > 0)
    return [
      {
        tone: 'care',
        title: `${run.pool} needs your hand`,
        why: `${byHand} of the changes could not be undone by Drydock.`,
        link,
        action: 'See the commands',
      },
    ];
  return [];
}

function ofRollout(rollout: RolloutStatus): readonly Attention[] {
  const link = `#/rollouts/${encodeURIComponent(rollout.rollout)}`;
  const wave = rollout.waves.find(({ state }) => state === 'awaiting-approval');
  if (rollout.state === 'stopped')
    return [
      {
        tone: 'bad',
        title: `The rollout ${rollout.name} has stopped`,
        why: rollout.reason,
        link,
        action: 'See why, and decide',
      },
    ];
  if (wave !== undefined)
    return [
      {
        tone: 'care',
        title: `${wave.name} of ${rollout.name} waits for your approval`,
        why: rollout.reason,
        link,
        action: 'Approve',
      },
    ];
  if (rollout.state === 'paused')
    return [
      {
        tone: 'care',
        title: `The rollout ${rollout.name} is paused`,
        why: rollout.reason,
        link,
        action: 'Resume or abort',
      },
    ];
  return [];
}

function ofMedium({ id, whole }: { readonly id: string; readonly whole: boolean | null }): readonly Attention[] {
  if (whole !== false) return [];
  return [
    {
      ...{
        tone: 'bad',
        title: `The medium ${id} is damaged`,
        link: `#/media/${encodeURIComponent(id)}`,
        action: 'Open its passport',
      },
      why: 'Its files are not what was imported. No host is pointed at it until it is repaired: drydock media repair.',
    },
  ];
}
