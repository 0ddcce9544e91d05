/**
 * That what an upgrade has no business with is as it was: interfaces and their addresses, bonds, VLANs, networks, storage and its
 * paths, time servers, licence, tags, settings, guest tools. What the release explains is told with its reason.
 */
import { compareInventories, type Difference } from '../compare/compare-inventories.js';
import type { UpgradeStep } from '../../releases/differences.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed, Subject } from './finding.js';
import { baselineIn, hostsInView, observed, pass, poolSubject } from './observe.js';

export const asBefore: Assessment = {
  id: 'as-before',
  title: 'Host and pool are set up as before',
  phases: ['after-host', 'after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'info', 'warning'],
  remedy: 'Put back by hand what nothing explains; the values as they were stand in the finding and in the report.',
  source: 'xencenter-rpu.md 6.2, row 7; xapi.md 2.9',
  assess: (input) => {
    const before = baselineIn(input)?.inventory;
    const { inventory } = input;
    if (before === undefined) return [aboutPool(input, 'The plan holds nothing to compare with.')];
    if (inventory === undefined) return [aboutPool(input, 'It is compared when the host is in service again.')];
    if (!inventory.known) return [unread(input, inventory.reason)];
    const differences = compareInventories({
      before: before.filter((item) => isInView(input, item.host)),
      now: inventory.value,
      stepOf: (host) => stepOf(input, host),
      madeAnew: new Set((input.plan?.hosts ?? []).flatMap((host) => host.emptyStorage ?? [])),
    });
    return differences.length > 0
      ? differences.map((difference) => describe(input, difference))
      : [pass(poolSubject(input.pool), 'Everything that is compared is as it was.')];
  },
};

/** After a host what belongs to it; after the run everything. */
function isInView(input: AssessmentInput, host: string | null): boolean {
  if (input.phase !== 'after-host') return true;
  return hostsInView(input).some(({ uuid }) => uuid === host);
}

function stepOf(input: AssessmentInput, host: string | null): UpgradeStep | undefined {
  const uuid = host ?? input.pool.coordinator;
  const before = baselineIn(input)?.hosts.find((candidate) => candidate.uuid === uuid)?.versions;
  const now = input.pool.hosts.find((candidate) => candidate.uuid === uuid)?.versions;
  if (before === undefined || now === undefined) return undefined;
  return { fromPlatform: before.platform, toPlatform: now.platform, fromBrand: before.brand, toBrand: now.brand };
}

function describe(input: AssessmentInput, { item, fact, before, now, explained }: Difference): Observed {
  const what = fact === 'there' ? `${item.name} is gone` : `${fact} of ${item.name} was "${before}" and is "${now}"`;
  const subject = subjectOf(input, item);
  if (explained !== null) {
    return observed('info', subject, {
      reason: `${what}: ${explained.why} (${explained.source}).`,
      remedy: 'Nothing: the release explains it.',
      acceptable: true,
    });
  }
  return observed('warning', subject, {
    reason: `${what}, and nothing in what is known of the release explains it.`,
    remedy: `Look whether somebody changed it during the run; else put it back to "${before}" by hand.`,
    acceptable: true,
  });
}

function subjectOf(input: AssessmentInput, { kind, uuid, name, host }: Difference['item']): Subject {
  const owner = input.pool.hosts.find((candidate) => candidate.uuid === host);
  const of = owner === undefined ? {} : { host: { uuid: owner.uuid, name: owner.name } };
  if (kind === 'vm' || kind === 'sr') return { kind, uuid, name, ...of };
  if (owner === undefined) return { kind: 'pool', uuid, name };
  return { kind: 'host', uuid: owner.uuid, name: owner.name, ...of };
}

function aboutPool(input: AssessmentInput, reason: string): Observed {
  return observed('info', poolSubject(input.pool), { reason, remedy: 'Nothing.', acceptable: true });
}

function unread(input: AssessmentInput, reason: string): Observed {
  return observed('warning', poolSubject(input.pool), {
    reason: `What is to be compared could not be read: ${reason}.`,
    remedy: 'Compare by hand with the report of the plan.',
    acceptable: true,
  });
}
