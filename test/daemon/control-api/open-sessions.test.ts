/** Sessions as administrators see and end them: also those of a link, which no change of a password ends. */
import { expect } from 'chai';
import { openSessionsReplySchema, type OpenSession } from '../../../src/contract/api/session.js';
import { ApiBench, signedIn } from '../../support/api-bench.js';

describe('sessions under the eyes of an administrator', () => {
  let bench: ApiBench;

  beforeEach(async () => {
    bench = await new ApiBench().open();
    await bench.addPerson('anna', 'administrator');
    await bench.addPerson('ben', 'operator');
  });

  afterEach(() => bench.close());

  async function byLink(name: string) {
    const { secret } = bench.links.make({ name, role: 'administrator' });
    return signedIn(await bench.ask('/v1/session', { method: 'POST', body: { link: secret } }));
  }

  async function list(headers: Record<string, string>): Promise<readonly OpenSession[]> {
    return openSessionsReplySchema.parse((await bench.ask('/v1/sessions', { headers })).json()).sessions;
  }

  it('are listed with name, role, way and address; the own one is marked, and no secret is told', async () => {
    const anna = await bench.signIn('anna');
    const ben = await bench.signIn('ben');
    const link = await byLink('carla');
    const sessions = await list(anna);

    expect(sessions.map(({ name, kind, own }) => ({ name, kind, own }))).to.have.deep.members([
      { name: 'anna', kind: 'user', own: true },
      { name: 'ben', kind: 'user', own: false },
      { name: 'carla', kind: 'link', own: false },
    ]);
    expect(new Set(sessions.map(({ from }) => from))).to.deep.equal(new Set(['127.0.0.1']));
    for (const { cookie } of [anna, ben, link])
      expect(JSON.stringify(sessions)).to.not.include(cookie.split('=', 2)[1]);
  });

  it('end at once when an administrator ends them, whoever came by a link too, and the audit says whose', async () => {
    const anna = await bench.signIn('anna');
    const link = await byLink('carla');
    const [carla] = (await list(anna)).filter(({ name }) => name === 'carla');
    const ended = await bench.ask(`/v1/sessions/${carla?.id ?? ''}`, { method: 'DELETE', headers: anna });

    expect(ended.status, ended.text).to.equal(200);
    expect((await bench.ask('/v1/sessions', { headers: link })).code).to.equal('NOT_SIGNED_IN');
    expect((await list(anna)).map(({ name }) => name)).to.deep.equal(['anna']);
    expect(bench.audit.at(-1)).to.deep.include({
      who: 'anna',
      action: 'session.end',
      object: 'carla',
      outcome: 'done',
    });
  });

  it('are no business of an operator, and unknown ones are said to be', async () => {
    const anna = await bench.signIn('anna');
    const ben = await bench.signIn('ben');
    const [own] = (await list(anna)).filter(({ name }) => name === 'anna');

    expect((await bench.ask('/v1/sessions', { headers: ben })).code).to.equal('ROLE_INSUFFICIENT');
    const foreign = await bench.ask(`/v1/sessions/${own?.id ?? ''}`, { method: 'DELETE', headers: ben });
    expect(foreign.code).to.equal('ROLE_INSUFFICIENT');
    const unknown = await bench.ask('/v1/sessions/0123456789ab', { method: 'DELETE', headers: anna });
    expect([unknown.status, unknown.code]).to.deep.equal([404, 'SESSION_UNKNOWN']);
  });

  it('are listed only while they hold', async () => {
    await bench.signIn('ben');
    await bench.clock.advance(3_600_001);
    expect((await list(await bench.signIn('anna'))).map(({ name }) => name)).to.deep.equal(['anna']);
  });
});
