/** What a host's upgrade plugin says to each of its questions; that it lacks one is an answer as well. */
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { ReachabilityAnswer } from '../assessments/assessment.js';
import { probedFunctions, type PluginAnswer, type PluginAnswers } from '../assessments/evidence.js';
import { failureOf } from '../../xapi/connection/failure.js';
import type { PoolQuestions } from './ask-again.js';

export interface PluginQuestions {
  readonly port: PoolQuestions;
  readonly host: string;
  readonly url: string;
  readonly signal: AbortSignal;
}

export async function askTestUrl(questions: PluginQuestions): Promise<ReachabilityAnswer> {
  const { port, host, url, signal } = questions;
  try {
    await port.callPlugin(host, 'testUrl', url, signal);
    return { asked: true, reachable: true };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    const code = error.details.data?.['pluginCode'];
    if (typeof code !== 'string') return { asked: false, reason: whyNotAsked(error) };
    return { asked: true, reachable: false, code, text: describeCause(error) };
  }
}

/** One after the other: the plugin runs on the host's control domain, which has guests to serve. */
export async function askPlugin(questions: PluginQuestions): Promise<PluginAnswers> {
  const answers: Partial<Record<(typeof probedFunctions)[number], PluginAnswer>> = {};
  for (const fn of probedFunctions) answers[fn] = await ask(questions, fn);
  const { getVersion, testSafe2Upgrade, getDom0DefaultMemory, getEUA } = answers;
  const missing: PluginAnswer = { kind: 'not-asked', reason: 'it was not asked' };
  return {
    getVersion: getVersion ?? missing,
    testSafe2Upgrade: testSafe2Upgrade ?? missing,
    getDom0DefaultMemory: getDom0DefaultMemory ?? missing,
    getEUA: getEUA ?? missing,
  };
}

async function ask(
  { port, host, url, signal }: PluginQuestions,
  fn: (typeof probedFunctions)[number],
): Promise<PluginAnswer> {
  try {
    return { kind: 'answered', text: await port.callPlugin(host, fn, url, signal) };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    const code = error.details.data?.['pluginCode'];
    if (code === 'UNKNOWN_XENAPI_PLUGIN_FUNCTION') return { kind: 'lacks' };
    if (code === 'XENAPI_MISSING_PLUGIN') return { kind: 'no-plugin' };
    if (typeof code === 'string') return { kind: 'failed', code };
    return { kind: 'not-asked', reason: whyNotAsked(error) };
  }
}

/** Plugins are for pool-admin alone (xapi.md 1.2): nothing is wrong with the host or the media server then. */
function whyNotAsked(error: DrydockError): string {
  return failureOf(error)?.code === 'RBAC_PERMISSION_DENIED'
    ? 'the user that Drydock logs in with lacks the role pool-admin (RBAC_PERMISSION_DENIED)'
    : describeCause(error);
}
