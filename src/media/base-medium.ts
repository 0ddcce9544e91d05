/** A pack given where an install medium is wanted is told what it is, before anything looks for versions in it. */
import { DrydockError } from '../shared/errors/drydock-error.js';
import { packKindNames, type Manifest } from './manifest.js';

/** @throws MEDIA_NOT_A_BASE */
export function requireBaseMedium({ id, layout, product, pack }: Manifest): void {
  if (layout !== 'supplemental-pack') return;
  const kind = pack === undefined ? 'a pack' : packKindNames[pack.kind];
  const wants = pack === undefined || pack.requires.length === 0 ? '' : `, which is for ${pack.requires.join(', ')}`;
  throw new DrydockError('MEDIA_NOT_A_BASE', {
    attempted: 'looking at the medium to upgrade with',
    subject: id,
    expected: 'a base installation medium',
    found: `${kind} (${product.name} ${product.version})${wants}`,
  });
}
