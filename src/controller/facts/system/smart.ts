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

/** SAS disks that are too warm, or whose enclosure ails, set the bit of those that are failing; so does a prediction made as a test. */
const warns = /^SMART Health Status: (WARNING.*|FAILURE PREDICTION THRESHOLD EXCEEDED \(FALSE\).*)$/im;

/** NVMe disks list below the verdict what is the matter; one that is merely too warm, or too cold, has failed for smartctl as well. */
const temperature = 'temperature is above or below threshold';

/** Lines in which it says why it has nothing to tell. */
const complaint = /failed:|Unable to|unavailable|not supported|lacks SMART|Unknown USB|permission/i;

export interface SmartAnswer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function readSmart(device: string, { exitCode, stdout, stderr }: SmartAnswer): DiskHealth {
  const told = (verdict: DiskVerdict, why = ''): DiskHealth => ({ device, verdict, why });
  // 126 and above are the shell's: a program that may not be run, is not there, or was killed. A disk never has all these bits.
  const bits = exitCode === null || exitCode >= 126 ? 0 : exitCode;
  const warning = warningIn(stdout);
  if (warning !== undefined) return told('marginal', warning);
  if ((bits & failing) !== 0 || failed.test(stdout)) return told('failing');
  if (passed.test(stdout)) return told((bits & marginal) === 0 ? 'healthy' : 'marginal');
  return { device, verdict: 'silent', why: reasonIn(stdout, stderr, exitCode) };
}

/** What it warns of, where that is all that is the matter. */
function warningIn(stdout: string): string | undefined {
  const ofSas = warns.exec(stdout)?.[1];
  if (ofSas !== undefined) return ofSas.trim();
  const ofNvme = [...stdout.matchAll(/^- (.*\S)\s*$/gm)].map(([, reason]) => reason);
  return failed.test(stdout) && ofNvme.length > 0 && ofNvme.every((reason) => reason === temperature)
    ? temperature
    : undefined;
}

function reasonIn(stdout: string, stderr: string, exitCode: number | null): string {
  if (exitCode === 127) return 'smartctl is not installed there';
  if (exitCode === 126) return 'smartctl may not be run there';
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim());
  const found = lines.find((line) => complaint.test(line));
  if (found !== undefined) return found.slice(0, 200);
  return exitCode === null ? 'smartctl was killed' : `smartctl says nothing of its health (exit code ${exitCode})`;
}
