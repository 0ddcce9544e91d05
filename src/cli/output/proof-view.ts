/** A proof as a person reads it: the matrix, and under it once each what is not proven and why. */
import type { CellResult, ProofCell, ProofColumn, ProofReport } from '../../daemon/prove/proof-report.js';
import { table } from './table.js';
import { bytes, count, duration } from './units.js';

const words: Readonly<Record<CellResult, string>> = {
  proven: 'proven',
  failed: 'FAILED',
  refused: 'refused',
  'not-tried': 'not tried',
  'not-observable': 'only by a host',
};

const verdicts: Readonly<Record<ProofReport['result'], string>> = {
  proven: 'proven: every byte that was asked for is the byte of the manifest',
  failed: 'FAILED: hosts would not get this medium as it was verified',
  'nothing-proven': 'nothing is proven: no client could be let ask',
};

export function proofLines(report: ProofReport): string[] {
  const columns = unique(report.cells.map(columnText));
  const rows = unique(report.cells.map(({ row }) => row)).map((row) => [
    row,
    ...columns.map((column) => {
      const cell = report.cells.find((one) => one.row === row && columnText(one) === column);
      return cell === undefined ? '' : words[cell.result];
    }),
  ]);
  const { length: proven } = report.cells.filter(({ result }) => result === 'proven');
  const requests = report.cells.reduce((sum, cell) => sum + cell.requests, 0);
  const read = report.cells.reduce((sum, cell) => sum + cell.bytes, 0);
  return [
    `${report.medium} (${report.product}), installer: ${report.installer ?? 'nobody has described it, so that files alone were compared'}`,
    ...table(['clients', ...columns], rows),
    ...reasons(report.cells),
    `${verdicts[report.result]} (${count(proven, 'cell')}, ${count(requests, 'request')}, ${bytes(read)}, ${duration(report.duration)})`,
  ];
}

export function columnText({ protocol, address, port, mirror }: ProofColumn): string {
  if (mirror !== undefined) return `mirror ${mirror}`;
  return protocol === 'nfs' ? `nfs ${address}` : `${protocol} ${address}:${port}`;
}

/** Cells with the same reason are told together. */
function reasons(cells: readonly ProofCell[]): string[] {
  const told = cells.filter(({ reason }) => reason !== null);
  return unique(told.map(({ reason }) => reason ?? '')).map((reason) => {
    const same = told.filter((cell) => cell.reason === reason);
    const rows = unique(same.map(({ row }) => row)).join(', ');
    const columns = unique(same.map(columnText)).join(', ');
    const [first] = same;
    const where = first?.failure == null ? '' : ` (${first.failure.client}, phase ${first.failure.phase})`;
    return `  ${first === undefined ? '' : words[first.result]}: ${rows}, ${columns}: ${reason}${where}`;
  });
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
