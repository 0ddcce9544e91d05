/** What the form for a rollout asks the controller for: the same as a file, told beside each field where it cannot be right. */
import { expect } from 'chai';
import { rolloutDescriptionSchema } from '../../../src/contract/rollout-description.js';
import {
  addWave,
  asksTheSame,
  canaryWave,
  changePool,
  descriptionOf,
  firstRollout,
  poolsOfWave,
  removeWave,
  renameWave,
  spread,
  takePool,
  type RolloutChoice,
} from '../../../src/dashboard/model/rollout-choice.js';
import { fieldsOf, wrongInRollout } from '../../../src/dashboard/model/rollout-wrong.js';
import { firstWindow } from '../../../src/dashboard/model/window-choice.js';

const listed = ['berlin', 'bonn', 'munich', 'ulm'];
const unanswered = { accept: new Map<string, readonly string[]>(), agreed: false };
const taking = (...names: readonly string[]): RolloutChoice =>
  names.reduce((choice, name) => takePool(choice, name, true), {
    ...firstRollout,
    name: 'Autumn',
    media: 'xcp-ng-8.3',
  });
const window = firstWindow('UTC');

describe('the choices for a rollout', () => {
  it('are a description that the controller takes as it is, with the defaults that a file has', () => {
    const description = descriptionOf(taking('munich', 'bonn'), listed, unanswered);

    expect(rolloutDescriptionSchema.parse(description)).to.deep.equal(description);
    expect(description).to.deep.equal(
      rolloutDescriptionSchema.parse({
        ...{ name: 'Autumn', media: 'xcp-ng-8.3', pools: [{ pool: 'bonn' }, { pool: 'munich' }], run: { fix: true } },
        waves: [{ name: 'wave 1', pools: ['bonn', 'munich'] }],
      }),
    );
  });

  it('say everything that was chosen: canary, waves, limits, link, windows, what is a pool’s own, and the answers', () => {
    const chosen = renameWave(addWave(taking('berlin', 'bonn', 'ulm')), '2', 'South');
    const choice = changePool(
      changePool(changePool(chosen, 'berlin', { wave: canaryWave }), 'ulm', { wave: '2', media: 'other' }),
      ...(['bonn', { windows: [window] }] as const),
    );
    const description = descriptionOf(
      {
        ...{ ...choice, poolsAtOnce: '4', hostsAtOnce: '3', failureBudget: '1', soak: '12', soakUnit: 'h' },
        ...{ approval: 'each-wave', linkRate: '100', perHost: '12.5', windows: [{ ...window, days: [0] }] },
        ...{ stopVms: true, soakMinutes: '30', packs: ['pack'] },
      },
      listed,
      { accept: new Map([['ulm', ['disk-layout@xs-1=seen']]]), agreed: true },
    );

    expect(rolloutDescriptionSchema.parse(description)).to.deep.equal(description);
    expect(description).to.deep.include({
      ...{ canary: ['berlin'], failureBudget: 1, soak: '12h', approval: 'each-wave' },
      ...{ windows: ['Mon 22:00-04:00 UTC'], atOnce: { pools: 4, hosts: 3 } },
      link: { megabytesPerSecond: 100, perHost: 12.5 },
      waves: [
        { name: 'wave 1', pools: ['bonn'] },
        { name: 'South', pools: ['ulm'] },
      ],
    });
    expect(description.pools.slice(1)).to.deep.equal([
      { pool: 'bonn', labels: [], windows: ['Sat 22:00-04:00 UTC'] },
      { pool: 'ulm', labels: [], media: 'other', run: { accept: ['disk-layout@xs-1=seen'] } },
    ]);
    expect(description.run).to.deep.include({ acceptEua: true, stopVms: true, soakMinutes: 30, packs: ['pack'] });
  });

  it('leave out a wave in which nobody goes', () => {
    expect(descriptionOf(addWave(taking('bonn')), listed, unanswered).waves).to.have.length(0 + 1);
  });

  it('give the pools of a wave that is taken away to its neighbour, and never take the last one away', () => {
    const two = changePool(addWave(taking('bonn', 'ulm')), 'ulm', { wave: '2' });

    expect(poolsOfWave(removeWave(two, '2'), listed, '1')).to.deep.equal(['bonn', 'ulm']);
    expect(poolsOfWave(removeWave(two, '1'), listed, '2')).to.deep.equal(['bonn', 'ulm']);
    expect(removeWave(taking('bonn'), '1').waves).to.have.length(1);
    expect(addWave(removeWave(two, '1')).waves.map(({ id }) => id)).to.deep.equal(['2', '3']);
  });

  it('spread many pools over canaries and waves, in the order of the list', () => {
    const choice = spread(taking(...listed), listed, 1, 2);

    expect(poolsOfWave(choice, listed, canaryWave)).to.deep.equal(['berlin']);
    expect(choice.waves.map(({ id }) => poolsOfWave(choice, listed, id))).to.deep.equal([['bonn', 'munich'], ['ulm']]);
    expect(spread(taking('bonn'), listed, 3, 2).waves).to.have.length(1);
  });

  it('keep answers while waves, limits and times change, and not when other things are asked of the pools', () => {
    const choice = taking('bonn');

    expect(asksTheSame(choice, { ...addWave(choice), poolsAtOnce: '2', windows: [window] })).to.equal(true);
    expect(asksTheSame(choice, changePool(choice, 'bonn', { wave: canaryWave }))).to.equal(true);
    expect(asksTheSame(choice, { ...choice, fix: false })).to.equal(false);
    expect(asksTheSame(choice, takePool(choice, 'ulm', true))).to.equal(false);
    expect(asksTheSame(choice, changePool(choice, 'bonn', { media: 'other' }))).to.equal(false);
  });
});

describe('what is wrong with the choices for a rollout', () => {
  const wrong = (change: Partial<RolloutChoice>): Record<string, string> =>
    Object.fromEntries(wrongInRollout({ ...taking('bonn'), ...change }, listed));

  it('is nothing where all is right, and everything at once where nothing is', () => {
    expect(wrong({})).to.deep.equal({});
    expect(Object.keys(Object.fromEntries(wrongInRollout(firstRollout, listed)))).to.deep.equal([
      ...['name', 'media', 'pools'],
    ]);
  });

  it('stands at its field, in a sentence', () => {
    expect(wrong({ poolsAtOnce: '0' })).to.deep.equal({ poolsAtOnce: 'Give a number, 1 or more.' });
    expect(wrong({ poolsAtOnce: 'two' })).to.deep.equal({ poolsAtOnce: 'Give a whole number, 1 or more.' });
    expect(wrong({ hostsAtOnce: '1.5', failureBudget: '-1', soak: '', perHost: 'x', linkRate: '0' })).to.have.all.keys(
      ...['hostsAtOnce', 'failureBudget', 'soak', 'perHost', 'linkRate'],
    );
    expect(wrong({ hostsAtOnce: '', linkRate: ' ' })).to.deep.equal({});
    expect(wrong({ waves: [{ id: '1', name: ' ' }] })).to.have.all.keys('wave 1');
    expect(wrong({ waves: [{ id: '1', name: 'canary' }] })).to.deep.equal({
      'wave 1': 'Another wave is called canary.',
    });
    expect(wrong({ waves: ['1', '2'].map((id) => ({ id, name: 'x' })) })).to.have.all.keys('wave 2');
    expect(wrong({ windows: [window, { ...window, zone: 'Berlin' }] })).to.have.all.keys('windows 1');
  });

  it('names the pools that have no medium, and asks for none where each has its own', () => {
    const own = changePool(taking('bonn', 'ulm'), 'ulm', { media: 'other' });

    expect(wrongInRollout({ ...own, media: '' }, listed).get('media')).to.include('bonn has none');
    const both = changePool(own, 'bonn', { media: 'other' });
    expect([...wrongInRollout({ ...both, media: '' }, listed)]).to.deep.equal([]);
    expect(
      rolloutDescriptionSchema.safeParse(descriptionOf({ ...both, media: '' }, listed, unanswered)).success,
    ).to.equal(true);
  });

  it('does not look at what was chosen for a pool that does not take part any more', () => {
    const gone = changePool(taking('bonn', 'gone'), 'gone', { windows: [{ ...window, zone: 'x' }] });
    expect([...wrongInRollout(gone, listed)]).to.deep.equal([]);
  });

  it('is found at its field where the controller says it, whatever the place in the description', () => {
    const description = descriptionOf(taking('bonn', 'ulm'), listed, unanswered);
    const said = (...path: (string | number)[]) => [...fieldsOf([{ path, message: 'wrong' }], description).keys()];

    expect(said('windows', 1)).to.deep.equal(['windows 1']);
    expect(said('pools', 1, 'windows', 0)).to.deep.equal(['pool ulm windows 0']);
    expect(said('pools', 1)).to.deep.equal(['pool ulm']);
    expect(said('description', 'atOnce', 'hosts')).to.deep.equal(['hostsAtOnce']);
    expect(said('description', 'name')).to.deep.equal(['name']);
    expect(said('waves', 0, 'pools', 1)).to.deep.equal(['pools']);
    expect(said('by')).to.deep.equal([]);
  });
});
