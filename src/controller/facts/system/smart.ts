/**
 * What `smartctl -H` says of a disk. Its exit code is a set of bits (smartctl(8), EXIT STATUS), the same in all versions; JSON came
 * with 7.0 only, and control domains up to 8.2 have 6.5.
 */
import type { DiskHealth, DiskVerdict } from './system-facts.js';

const failing = 1 << 3;
/** A value is below its limit now, or was at some time. */
const marginal = (1 << 4) | (1 << 5);

/** ATA and NVMe; SCSI and SAS. */
const passed = /^(?:SMART overall-health self-assessment test result: PASSED|SMART Health Status: OK)\s*$/m;
const failed = /^SMART overall-health self-assessment test result: FAILED/m;

/** Lines in which it says why it has nothing to tell. */
const complaint = /failed:|Unable to|unavailable|not supported|lacks SMART|Unknown USB|permission/i;

export interface SmartAnswer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function readSmart(device: string, { exitCode, stdout, stderr }: SmartAnswer): DiskHealth {
  const told = (verdict: DiskVerdict): DiskHealth => ({ device, verdict, why: '' });
  const bits = exitCode ?? 0;
  // 127 and above are the shell's: a program that is not there, or was killed. All bits of a disk in such a state are never set.
  if (exitCode !== null && exitCode < 127 && (bits & failing) !== 0) return told('failing');
  if (failed.test(stdout)) return told('failing');
  if (passed.test(stdout)) return told((bits & marginal) === 0 ? 'healthy' : 'marginal');
  return { device, verdict: 'silent', why: reasonIn(stdout, stderr, exitCode) };
}

function reasonIn(stdout: string, stderr: string, exitCode: number | null): string {
  if (exitCode === 127) return 'smartctl is not installed there';
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim());
  const found = lines.find((line) => complaint.test(line));
  if (found !== undefined) return found.slice(0, 200);
  return exitCode === null ? 'smartctl was killed' : `smartctl says nothing of its health (exit code ${exitCode})`;
}
