import { expect } from 'chai';
import type { MediaAnswer, MediaRequest } from '../../src/installer/client-script.js';
import type { Tree } from '../support/installer-media.js';
import { mediumFor, tracedClient } from '../support/installer-traces.js';
import { readHttpTrace, requestsOf, traceNames, type TraceRequest } from '../support/traces.js';

/** Clients that no script stands for: boot loaders, and a library state that never reached a release. */
const notModelled = /^(grub|ipxe|lpxelinux|host-library-2016-02)/;

function answerTo(request: MediaRequest, recorded: TraceRequest, tree: Tree): MediaAnswer {
  if (recorded.status >= 300) return { outcome: 'missing', status: recorded.status };
  const body = tree.get(request.path) ?? Buffer.from('any content');
  return { outcome: 'found', size: body.length, ...(request.mode === 'read' ? { body } : {}) };
}

/** Runs the script on the recorded answers; gives what it asked for, and its verdict. */
function drive(name: string): { asked: string[]; verdict: unknown; recorded: readonly TraceRequest[] } {
  // The person at the console may have the packages verified; an unattended run never does.
  const recorded = requestsOf(readHttpTrace(name)).filter((request) => request.step !== 'verify');
  const tree = mediumFor(
    name,
    recorded.map((request) => request.path),
  );
  const pending = [...recorded];
  const asked: string[] = [];
  const script = tracedClient(name)!.script();
  let step = script.next();
  while (step.done !== true) {
    asked.push(describeRequest(step.value.path, step.value.mode));
    // dnf loads in parallel: its order within a stage is chance.
    const next = name.startsWith('dnf') ? takeByPath(pending, step.value.path) : pending.shift();
    if (next === undefined)
      throw new Error(`${name}: the real client did not ask for ${step.value.path} after ${asked.join(', ')}`);
    step = script.next(answerTo(step.value, next, tree));
  }
  return { asked, verdict: step.value, recorded };
}

function takeByPath(pending: TraceRequest[], path: string): TraceRequest | undefined {
  const index = pending.findIndex((request) => request.path === path);
  return index < 0 ? undefined : pending.splice(index, 1)[0];
}

function describeRequest(path: string, mode: 'probe' | 'read'): string {
  return `${mode} ${path}`;
}

/** A refused request does not show in a trace whether it would have been read. */
function sameRequests(asked: readonly string[], recorded: readonly TraceRequest[]): void {
  const expected = recorded.map((request, index) =>
    request.status >= 300
      ? asked[index]?.replace(/ .*/, ` ${request.path}`)
      : describeRequest(request.path, request.mode),
  );
  expect(asked).to.deep.equal(expected);
}

describe('Each script asks for what the recorded client asked for over HTTP', () => {
  const names = traceNames('http').filter((name) => !notModelled.test(name));

  it('with a script for every recorded client that is not named as an exception', () => {
    for (const name of names) expect(tracedClient(name), name).to.not.equal(undefined);
    expect(names.length).to.be.greaterThan(60);
  });

  for (const name of names.filter((candidate) => !candidate.startsWith('dnf'))) {
    it(`${name}: same paths, probes and reads in the same order`, () => {
      const { asked, recorded } = drive(name);
      sameRequests(asked, recorded);
    });
  }

  for (const name of names.filter((candidate) => candidate.startsWith('dnf'))) {
    it(`${name}: the same requests, metadata before packages`, () => {
      const { asked, recorded } = drive(name);
      const stage = (path: string): number => (path.includes('repomd') ? 0 : path.includes('repodata') ? 1 : 2);
      const ordered = (list: readonly string[]): string[] =>
        [...list].sort((left, right) => stage(left) - stage(right) || left.localeCompare(right));
      expect(ordered(asked)).to.deep.equal(ordered(recorded.map((request) => describeRequest(request.path, 'read'))));
      expect(asked.map(stage)).to.deep.equal([...asked.map(stage)].sort());
      expect(recorded.map((request) => stage(request.path))).to.deep.equal(asked.map(stage));
    });
  }
});

describe('Each script comes to the verdict of the recorded client', () => {
  for (const name of traceNames('http').filter((candidate) => candidate.startsWith('plugin-'))) {
    it(name, () => {
      const { result } = readHttpTrace(name).header;
      const verdict = drive(name).verdict as { ok: boolean; code?: string };
      expect(verdict.ok ? 'true' : `Exception: ${verdict.code ?? ''}`).to.equal(result);
    });
  }

  for (const name of traceNames('http').filter((candidate) => candidate.startsWith('installer-'))) {
    it(name, () => {
      const { result } = readHttpTrace(name).header;
      const found = (result as { repositoriesFromDefinition: string[] }).repositoriesFromDefinition;
      const verdict = drive(name).verdict as { ok: boolean; kind?: string; repositories?: readonly { id: string }[] };
      expect(verdict.ok).to.equal(found.length > 0);
      if (!verdict.ok) return;
      // Of the old layout the repositories themselves are compared, in their order.
      if (verdict.kind === 'xml') expect(verdict.repositories?.map(({ id }) => id)).to.deep.equal(found);
      else
        expect(verdict.kind).to.equal(
          found.includes('xcp:main') ? 'main' : found.includes('synthpack') ? 'pack' : 'generic',
        );
    });
  }

  for (const name of traceNames('http').filter((candidate) => /^host-library-[23]\.\d/.test(candidate))) {
    it(name, () => {
      const result = readHttpTrace(name).header.result as Record<string, unknown>;
      const verdict = drive(name).verdict as { platform?: string; product?: string };
      if (name.includes('.xs-repository')) return;
      expect(verdict.platform ?? null).to.equal(result['getRepoVer']);
      if ('getProductVersion' in result) expect(verdict.product ?? null).to.equal(result['getProductVersion']);
    });
  }
});
