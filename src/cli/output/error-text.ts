/** An error in three lines: what happened, why, what to do. */
import { errorRegistry } from '../../shared/errors/registry.js';
import type { ErrorDocument } from '../../shared/errors/drydock-error.js';
import type { Paint } from './style.js';

export function errorLines(error: ErrorDocument, paint: Paint): string[] {
  const about = error.subject === undefined ? '' : ` (${error.subject})`;
  return [
    `${paint('bad', 'error:')} ${error.summary}${about} [${error.code}]`,
    `  why: ${whyText(error)}`,
    `  do:  ${error.remedy}`,
  ];
}

function whyText(error: ErrorDocument): string {
  const parts = [`while ${error.attempted}`];
  if (error.expected !== undefined) parts.push(`expected ${error.expected}`);
  if (error.found !== undefined) parts.push(`found ${error.found}`);
  // Often the system's own text is all that was found: once is enough.
  if (error.cause !== undefined && error.cause.split('\n')[0] !== error.found) parts.push(error.cause);
  if (parts.length === 1) parts.push(errorRegistry[error.code].cause);
  return parts.join('; ');
}
