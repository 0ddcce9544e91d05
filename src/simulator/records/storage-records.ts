/** Storage as records: SRs, PBDs, VDIs, VBDs. */
import { nullRef, type Pbd, type StorageRepository, type Vbd, type Vdi } from '../state/objects.js';
import type { RecordSource } from './record-builder.js';

export const srSource: RecordSource<StorageRepository> = {
  list: (world) => [...world.state.srs.values()],
  fields: (sr, { state }) => ({
    name_label: sr.name,
    name_description: '',
    type: sr.type,
    content_type: sr.contentType,
    shared: sr.shared,
    PBDs: [...state.pbds.values()].filter((pbd) => pbd.sr === sr.ref).map((pbd) => pbd.ref),
    VDIs: [...state.vdis.values()].filter((vdi) => vdi.sr === sr.ref).map((vdi) => vdi.ref),
    physical_size: String(sr.size),
    physical_utilisation: '0',
    virtual_allocation: '0',
  }),
};

export const pbdSource: RecordSource<Pbd> = {
  list: (world) => [...world.state.pbds.values()],
  fields: (pbd) => ({ host: pbd.host, SR: pbd.sr, currently_attached: pbd.attached }),
};

export const vdiSource: RecordSource<Vdi> = {
  list: (world) => [...world.state.vdis.values()],
  fields: (vdi, { state }) => ({
    name_label: vdi.name,
    name_description: '',
    SR: vdi.sr,
    VBDs: [...state.vbds.values()].filter((vbd) => vbd.vdi === vdi.ref).map((vbd) => vbd.ref),
    virtual_size: String(vdi.size),
    physical_utilisation: String(vdi.size),
    type: 'user',
    on_boot: vdi.resetsOnBoot ? 'reset' : 'persist',
    managed: true,
    location: vdi.uuid,
  }),
};

export const vbdSource: RecordSource<Vbd> = {
  list: (world) => [...world.state.vbds.values()],
  fields: (vbd) => ({
    VM: vbd.vm,
    VDI: vbd.vdi,
    type: vbd.type,
    mode: vbd.type === 'CD' ? 'RO' : 'RW',
    empty: vbd.vdi === nullRef,
    currently_attached: true,
    device: vbd.type === 'CD' ? 'xvdd' : 'xvda',
    userdevice: vbd.type === 'CD' ? '3' : '0',
  }),
};
