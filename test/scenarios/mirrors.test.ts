// Whole upgrades whose hosts read at a mirror: with grants that hold there, and at a tree that knows none.
import { expect } from 'chai';
import type { MirrorKind } from '../../src/contract/mirror.js';
import type { MirrorAccess, MirrorProof } from '../../src/controller/mirrors/mirror-access.js';
import { renderHtml } from '../../src/controller/report/html/render-html.js';
import { makeReport } from '../../src/controller/report/make-report.js';
import { renderMarkdown } from '../../src/controller/report/render-markdown.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { expectInvariants } from '../support/scenario/check.js';
import { mirrorAddress } from '../support/scenario/mirrored-media.js';
import { Scenario, shortTimes } from '../support/scenario/scenario.js';

const proven: MirrorProof = { kind: 'proven', at: 1_700_000_000_000 };

function mirrors(kind: MirrorKind, changes: Partial<MirrorAccess> = {}): MirrorAccess {
  const url = `http://${mirrorAddress}/${kind === 'tree' ? 'media/' : ''}`;
  return {
    all: [{ mirror: { name: 'berlin', kind, url }, pools: ['pool'], networks: [] }],
    proof: () => Promise.resolve(proven),
    look: () => Promise.resolve(),
    ...changes,
  };
}

async function during(access: MirrorAccess, body: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({ mirrors: access, times: shortTimes, paceFactor: 10 });
  try {
    await body(scenario);
  } finally {
    await scenario.end();
  }
}

describe('An upgrade through a mirror', function () {
  this.timeout(60_000);

  it('of the kind nginx brings every host to the medium, and its progress and grants are those of the media server', async () => {
    const looks: string[] = [];
    const look: MirrorAccess['look'] = ({ name }, media) => {
      looks.push(`${name} ${media}`);
      return Promise.resolve();
    };
    await during(mirrors('nginx', { look }), async (scenario) => {
      const seen: number[] = [];
      const status = await scenario.upgrade({
        onTurn: ({ grants = [] }) => seen.push(...grants.map(({ progress }) => progress.packages)),
      });
      expect(status.state, status.reason).to.equal('done');
      expectInvariants(scenario);
      expect(scenario.pool.history.filter(({ event }) => event === 'installed')).to.have.length(3);
      expect(scenario.plan?.mirror).to.include({ name: 'berlin', kind: 'nginx', provenAt: 1_700_000_000_000 });
      expect(new Set(scenario.fetches.map(({ url }) => new URL(url).host))).to.deep.equal(new Set([mirrorAddress]));
      expect(Math.max(...seen), 'packages that were begun').to.equal(6);
      const { records } = await scenario.mediaServer.api.activity(0);
      expect(new Set(records.map(({ mirror }) => mirror))).to.deep.equal(new Set(['berlin']));
      const hosts = new Set(records.map(({ client }) => client));
      expect(hosts).to.deep.equal(new Set(scenario.pool.addresses));
      expect(looks).to.deep.equal(Array(3).fill(`berlin ${scenario.medium.manifest.id}`));
      expect((await scenario.mediaServer.api.grants()).filter(({ state }) => state !== 'ended')).to.deep.equal([]);
      const report = makeReport({ plan: scenario.plan!, records: scenario.records(), status });
      const named = 'the mirror berlin (http://192.0.2.20/), proven at 2023-11-14T22:13:20.000Z';
      expect(renderHtml(report)).to.include(named);
      expect(renderMarkdown(report)).to.include('Read at: the mirror berlin');
    });
  });

  it('that is a tree is done although nothing of it can be seen, and the plan says what is given up', async () => {
    await during(mirrors('tree'), async (scenario) => {
      const { text } = await scenario.makePlan();
      expect(text.join('\n')).to.include('a staged host that anybody reboots installs');
      scenario.command('start');
      const status = await scenario.turn();
      expect(status.state, status.reason).to.equal('done');
      expectInvariants(scenario);
      const { id } = scenario.medium.manifest;
      expect(new Set(scenario.fetches.map(({ url }) => url))).to.deep.equal(
        new Set([`http://${mirrorAddress}/media/${id}/`]),
      );
      expect((await scenario.mediaServer.api.activity(0)).records).to.deep.equal([]);
    });
  });

  it('is not planned before the mirror was proven', async () => {
    await during(mirrors('nginx', { proof: () => Promise.resolve({ kind: 'never' }) }), async (scenario) => {
      const { plan, check } = await scenario.makePlan();
      const blocking = check.results.filter(({ severity }) => severity === 'failure' || severity === 'unknown');
      expect([plan, blocking.map(({ id }) => id)]).to.deep.equal([null, ['mirror-proven']]);
    });
  });

  it('arms no host whose mirror has become another one, and leaves it with its old system', async () => {
    const look: MirrorAccess['look'] = () =>
      Promise.reject(new DrydockError('MIRROR_DIFFERS', { attempted: 'looking', subject: 'Packages/a.rpm' }));
    await during(mirrors('tree', { look }), async (scenario) => {
      const status = await scenario.upgrade();
      expect(status.state).to.equal('stopped');
      expect(status.reason).to.include('A mirror does not have the medium as it was verified');
      const states = (await scenario.mediaServer.api.grants()).map(({ state }) => state);
      expect(states).not.to.include('armed');
      expect(scenario.pool.history.filter(({ event }) => event === 'installer-began')).to.deep.equal([]);
      expectInvariants(scenario);
    });
  });
});
