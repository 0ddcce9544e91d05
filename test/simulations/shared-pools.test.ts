import { expect } from 'chai';
import { SharedSite, type Defect, type Place, type Trouble } from '../support/scenario/shared/shared-site.js';

interface Ended {
  readonly struck: readonly string[];
  readonly state: string;
  readonly broken: readonly string[];
}

async function upgrade(controllers: number, places: readonly Place[], defect?: Defect): Promise<Ended> {
  const site = await SharedSite.begin(controllers, places, defect);
  try {
    const { state } = await site.upgrade();
    return { struck: site.struck, state, broken: await site.allBroken() };
  } finally {
    await site.end();
  }
}

async function size(): Promise<{ records: number; calls: number }> {
  const site = await SharedSite.begin(2);
  try {
    expect((await site.upgrade()).state).to.equal('done');
    expect(await site.allBroken()).to.deep.equal([]);
    return { records: site.records, calls: site.calls };
  } finally {
    await site.end();
  }
}

describe('A pool that controllers share', function () {
  this.timeout(900_000);

  let records = 0;
  let calls = 0;

  before(async () => {
    ({ records, calls } = await size());
    expect(records).to.be.at.least(90);
  });

  for (const trouble of ['killed', 'paused', 'cut off'] as const satisfies readonly Trouble[]) {
    it(`is upgraded to the end when the controller that has it is ${trouble} at any record, and another takes over`, async () => {
      let struck = 0;
      for (let at = 1; at <= records; at++) {
        for (const side of ['before', 'after'] as const) {
          const ended = await upgrade(2, [{ at, side, trouble }]);
          struck += ended.struck.length;
          expect(ended, `${trouble} ${side} record ${at}`).to.deep.include({ state: 'done', broken: [] });
        }
      }
      expect(struck).to.equal(2 * records);
      console.log(`      ${struck} places`);
    });
  }

  it('is upgraded to the end when two of three controllers are lost or paused, one after the other', async () => {
    for (let at = 2; at + 9 < records; at += 4) {
      const first: Place = { at, side: 'after', trouble: at % 8 === 2 ? 'killed' : 'paused' };
      const second: Place = { at: at + 5, side: 'before', trouble: at % 8 === 2 ? 'paused' : 'cut off' };
      const ended = await upgrade(3, [first, second]);
      expect(ended.struck, `from record ${at}`).to.have.length(2);
      expect(ended, ended.struck.join(', ')).to.deep.include({ state: 'done', broken: [] });
    }
  });

  it('keeps every promise when a controller is paused between its last look at the lease and the call itself', async () => {
    for (let at = 1; at <= calls; at++) {
      const { broken, state, struck } = await upgrade(2, [{ at, side: 'before', trouble: 'paused in the call' }]);
      expect(broken, struck.join()).to.deep.equal([]);
      // A plugin's `main` that arrives late may undo what the other has staged: then the run stops and says so.
      expect(state, struck.join()).to.be.oneOf(struck.join().includes('call_plugin') ? ['done', 'stopped'] : ['done']);
    }
  });

  for (const [defect, trouble, found] of [
    ['no fence on records', 'paused in the call', /wrote record \d+ without the lease/],
    ['no fence at arming', 'paused in the call', /armed under epoch \d+ when \d+ had begun/],
    ['late renewal', 'paused', /called .* without the lease/],
  ] as const) {
    it(`is seen to break a promise with a planted defect: ${defect}`, async () => {
      const broken: string[] = [];
      for (let at = 10; at <= calls && broken.length === 0; at++) {
        const side = trouble === 'paused' ? 'after' : 'before';
        broken.push(...(await upgrade(2, [{ at, side, trouble }], defect)).broken);
      }
      expect(broken.join('\n')).to.match(found);
    });
  }
});
