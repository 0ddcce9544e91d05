/**
 * What a run puts right before its first host when it was asked to, besides HA and WLB: each with the effect that undoes it,
 * and the command with which a person does so. What has no undo says why.
 */
import type { EffectName } from './effect.js';

export const fixEffects = [
  'end-maintenance',
  'attach-storage',
  'turn-autostart-off',
  'eject-disc',
  'disable-legacy-tls',
  'end-health-check',
  'clear-power-on',
] as const satisfies readonly EffectName[];
export type FixEffect = (typeof fixEffects)[number];

type Detail = Readonly<Record<string, unknown>>;

export interface FixKind {
  /** What the pool is like while it holds: "web no longer starts by itself". */
  what(detail: Detail): string;
  /** Null where nothing is to be put back. */
  readonly undo: EffectName | null;
  /** Puts it back by hand. Empty without an undo. */
  byHand(key: string, detail: Detail): string;
  /** Why there is no undo; empty where there is one. */
  readonly stays: string;
}

export const fixes: Readonly<Record<FixEffect, FixKind>> = {
  'end-maintenance': {
    what: (detail) => `${text(detail, 'name')} was put into service`,
    undo: 'begin-maintenance',
    byHand: (key) => `xe host-disable uuid=${key}`,
    stays: '',
  },
  'attach-storage': {
    what: (detail) => `the storage "${text(detail, 'name')}" was attached on ${text(detail, 'host')}`,
    undo: null,
    byHand: () => '',
    stays: 'it should have been attached',
  },
  'turn-autostart-off': {
    what: (detail) => `${text(detail, 'name')} no longer starts by itself`,
    undo: 'restore-autostart',
    byHand: (key) => `xe vm-param-set uuid=${key} other-config:auto_poweron=true`,
    stays: '',
  },
  'eject-disc': {
    what: (detail) => `"${text(detail, 'discName')}" was ejected from the drive of ${text(detail, 'name')}`,
    undo: 'insert-disc',
    byHand: (key, detail) => `xe vbd-insert uuid=${key} vdi-uuid=${text(detail, 'disc')}`,
    stays: '',
  },
  'disable-legacy-tls': {
    what: () => 'the old security protocols are off',
    undo: null,
    byHand: () => '',
    stays: 'the new release does not have them',
  },
  'end-health-check': {
    what: () => 'the enrolment in Health Check has ended',
    undo: null,
    byHand: () => '',
    stays: 'the new release does not have it',
  },
  'clear-power-on': {
    what: (detail) => `${text(detail, 'name')} is no longer switched on through ${text(detail, 'mode')}`,
    undo: null,
    byHand: () => '',
    stays: 'the new release does not have it',
  },
};

export function isFixEffect(name: EffectName): name is FixEffect {
  return fixEffects.some((fix) => fix === name);
}

/** Names stand in details for sentences only. */
function text(detail: Detail, name: string): string {
  const value = detail[name];
  return typeof value === 'string' ? value : `(${name} unknown)`;
}
