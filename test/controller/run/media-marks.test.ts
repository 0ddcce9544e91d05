import { expect } from 'chai';
import { MediaMarks } from '../../../src/controller/run/media-marks.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { planOfThree } from '../../support/controller-ledger.js';

describe('The marks of the media that runs use', () => {
  const plan = planOfThree();
  const { id } = plan.medium;
  let marks: Set<string>;
  let isLocked: boolean;
  let media: MediaMarks;

  beforeEach(() => {
    marks = new Set();
    isLocked = false;
    media = new MediaMarks(
      {
        markInUse: (medium, by) => Promise.resolve(void marks.add(`${medium} ${by}`)),
        unmarkInUse: (medium, by) =>
          isLocked
            ? Promise.reject(new DrydockError('LOCK_HELD', { attempted: 'removing a mark from a medium' }))
            : Promise.resolve(void marks.delete(`${medium} ${by}`)),
        marks: () =>
          Promise.resolve(
            [...marks].map((mark) => {
              const [medium = '', by = ''] = mark.split(' ');
              return { medium, by };
            }),
          ),
      },
      silentLogger,
    );
  });

  it('are taken away when another controller has brought the run to its end, and no sooner', async () => {
    await media.mark(plan);
    await media.unmarkEnded(() => false);
    expect([...marks]).to.deep.equal([`${id} run-1`]);

    await media.unmarkEnded((run) => run === 'run-1');

    expect([...marks]).to.deep.equal([]);
  });

  it('of a run that was ended elsewhere while the controller was down are taken away at its start, and no others', async () => {
    marks = new Set([`${id} run-1`, `${id} run-2`, 'another by-hand']);

    await media.unmarkLeft((run) => run === 'run-1');

    expect([...marks]).to.deep.equal([`${id} run-2`, 'another by-hand']);
  });

  it('are left for later where the store is locked at the start', async () => {
    await media.mark(plan);
    isLocked = true;

    await media.unmarkLeft(() => true);

    expect(marks).to.have.length(1);
  });

  it('are tried again where they could not be taken away', async () => {
    await media.mark(plan);
    isLocked = true;
    await media.unmarkEnded(() => true);
    expect(marks).to.have.length(1);

    isLocked = false;
    await media.unmarkEnded(() => true);

    expect(marks).to.have.length(0);
  });
});
