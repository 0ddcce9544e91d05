/** Tar archives: headers that lie, pax records, GNU's long names, links and devices. */
import { tarSource } from '../../../src/media/source/tar/tar-source.js';
import { nowhere } from '../../../src/media/source/nowhere.js';
import { longName, paxHeader, writeTar, type TarSpec } from '../../support/media-tar-writer.js';
import type { Draws } from '../draws.js';
import { readerOf } from '../in-memory-reader.js';
import { drawName, drawPath } from '../names.js';
import { parserTarget } from '../target.js';

export const tar = parserTarget('tar', draw, read);

function draw(draws: Draws): Buffer {
  return draws.damaged(writeTar(draws.many(1, 8, () => drawSpecs(draws)).flat()));
}

function drawSpecs(draws: Draws): TarSpec[] {
  const spec: TarSpec = {
    path: drawPath(draws),
    content: draws.bytes(600),
    type: draws.oneOf(['0', '0', '0', '1', '2', '3', '5', '7', 'x', 'g', 'L', 'K', 'S', '\0', 'Z']),
    target: drawPath(draws),
    ...(draws.oneIn(5) ? { size: draws.number() % 2 ** 33 } : {}),
    ...(draws.oneIn(12) ? { checksum: draws.upTo(10_000) } : {}),
    ...(draws.oneIn(8) ? { old: true } : {}),
  };
  const key = (): string => draws.text(['path', 'linkpath', 'size', 'mtime', 'GNU.sparse.major', 'hdrcharset']);
  const records = draws.many(1, 3, () => [key(), draws.oneOf([drawName(draws), String(draws.number())])] as const);
  const before = draws.oneOf([
    [],
    [],
    [paxHeader(Object.fromEntries(records), draws.oneOf(['x', 'g']))],
    [longName(drawPath(draws).repeat(draws.upTo(4)), draws.oneOf(['L', 'K']))],
  ]);
  return [...before, spec];
}

async function read(input: Buffer): Promise<void> {
  await tarSource(readerOf(input), null).peek(undefined).catch(ours);
  const sink = { open: () => Promise.resolve(nowhere), progress: () => undefined, signal: undefined };
  await tarSource(readerOf(input), null).unpack(sink);
}

/** What refuses the look refuses the unpacking as well, or for another reason: both are tried. */
function ours(error: unknown): void {
  if (!(error instanceof Error && error.name === 'DrydockError')) throw error;
}
