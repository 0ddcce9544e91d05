/** The image of a pack that a plan names, as the pool is sent it. */
import { imageOfMedium, type MediumImage } from '../../media/image/image-of-medium.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { MediaAccess } from '../media-access.js';

/** @throws MEDIA_NOT_FOUND_FOR_RUN */
export async function packImage(media: Pick<MediaAccess, 'open'>, id: string): Promise<MediumImage> {
  const medium = await media.open(id);
  if (medium !== undefined) return imageOfMedium(medium);
  throw new DrydockError('MEDIA_NOT_FOUND_FOR_RUN', { attempted: 'opening a pack', subject: id });
}
