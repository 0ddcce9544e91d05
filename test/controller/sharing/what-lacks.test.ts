import { expect } from 'chai';
import type { ControllerOptions } from '../../../src/controller/controller-options.js';
import { whatLacks, whyClosed } from '../../../src/controller/sharing/what-lacks.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';

describe('What a controller lacks to go on with what another began', () => {
  const asked: string[] = [];
  const options = {
    knownPools: () => Promise.resolve(new Set(['lab', 'attic'])),
    media: { open: (id: string) => Promise.resolve(asked.push(id) > 0 && id === 'xs8' ? {} : undefined) },
  } as unknown as ControllerOptions;

  it('is nothing where it knows the pools and has the media, of which it asks once for each', async () => {
    asked.length = 0;
    expect(await whatLacks({ pools: ['lab', 'attic'], media: ['xs8', 'xs8'] }, options)).to.equal(undefined);
    expect(asked).to.deep.equal(['xs8']);
  });

  for (const [needs, lack] of [
    [{ pools: ['lab', 'shed'], media: ['xs8'] }, 'it does not know the pool shed (drydock pool add)'],
    [{ pools: ['lab', 'shed', 'barn'], media: [] }, 'it does not know the pools shed, barn (drydock pool add)'],
    [
      { pools: ['a', 'b', 'c', 'd', 'e', 'f', 'g'], media: [] },
      'it does not know the pools a, b, c, d, e and 2 more (drydock pool add)',
    ],
    [{ pools: ['lab'], media: ['xs8', 'pack'] }, 'it has no medium pack (drydock media import)'],
  ] as const) {
    it(`is named: ${lack}`, async () => {
      expect(await whatLacks(needs, options)).to.equal(lack);
    });
  }

  it('is a pool that it cannot open: whoever takes a run over without its password would stop it', async () => {
    const refused = new DrydockError('CREDENTIAL_NOT_STORED', { attempted: 'reading a password' });
    expect(await whyClosed('lab', { openPool: () => Promise.reject(refused) })).to.equal(
      'it cannot open the pool lab (CREDENTIAL_NOT_STORED)',
    );
    const port = { close: () => Promise.resolve() };
    const openPool = (() => Promise.resolve(port)) as unknown as ControllerOptions['openPool'];
    expect(await whyClosed('lab', { openPool })).to.equal(undefined);
  });
});
