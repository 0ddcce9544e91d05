/** Situations of doctor’s checks of what lies on disk: room, permissions, secrets, media. */
import { known, unknown } from '../../../src/daemon/doctor/known.js';
import { day, healthySettings, now } from '../doctor-facts.js';
import { mediaWith, permissionsWith, diskWith, folder, secretWith, type Situations } from './situation.js';

export const storageSituations: Situations = {
  'disk-space': [
    { when: 'the disk is full', facts: diskWith(100e6), finds: [['failure', /100 MB/]] },
    { when: 'a medium hardly fits', facts: diskWith(1500e6), finds: [['warning', /1500 MB/]] },
    { when: 'the inodes are gone', facts: diskWith(50e9, 500), finds: [['failure', /500 inodes/]] },
    { when: 'the inodes are few', facts: diskWith(50e9, 5000), finds: [['warning', /5000 inodes/]] },
    { when: 'the file system has no fixed inodes', facts: diskWith(50e9, 0, 0), finds: [['pass', /50000 MB free/]] },
    {
      when: 'nobody knows',
      facts: { disks: [{ what: 'state', path: '/x', exists: false, space: unknown('EACCES') }] },
      finds: [['unknown', /EACCES/]],
    },
  ],
  'state-closed': [
    {
      when: 'everybody may read it',
      facts: permissionsWith({ stateFolder: folder(0o755) }),
      finds: [['failure', /mode 0755.*chmod 700 \/srv\/state/]],
    },
    {
      when: 'the group may write it',
      facts: permissionsWith({ stateFolder: folder(0o730) }),
      finds: [['failure', /mode 0730/]],
    },
    {
      when: 'servers.runAs passes through it',
      facts: permissionsWith({ stateFolder: folder(0o710) }),
      finds: [['pass', /mode 0710/]],
    },
    {
      when: 'it is another user’s',
      facts: permissionsWith({ stateFolder: folder(0o700, 990) }),
      finds: [['notice', /user 990/]],
    },
    {
      when: 'it is not there',
      facts: permissionsWith({ stateFolder: { path: '/srv/state', owner: known(null) } }),
      finds: [['pass', /not there/]],
    },
    {
      when: 'it cannot be looked at',
      facts: permissionsWith({ stateFolder: { path: '/srv/state', owner: unknown('EACCES') } }),
      finds: [['unknown', /EACCES/]],
    },
  ],
  'secret-files': [
    { when: 'a file is open', facts: secretWith(false), finds: [['failure', /open to others.*chmod/]] },
    { when: 'this user may not read it', facts: secretWith(true), finds: [['unknown', /may not read it/]] },
  ],
  'media-readable': [
    {
      when: 'a folder above is closed',
      facts: permissionsWith({ wayToStore: [{ path: '/root', owner: known({ uid: 0, gid: 0, mode: 0o700 }) }] }),
      finds: [['failure', /drydock does not get through \/root/]],
    },
    {
      when: 'the store is its group’s',
      facts: permissionsWith({ wayToStore: [{ path: '/m', owner: known({ uid: 0, gid: 990, mode: 0o750 }) }] }),
      finds: [['pass', /gets to \/m/]],
    },
    {
      when: 'its own bits shut the owner out',
      facts: permissionsWith({ wayToStore: [{ path: '/m', owner: known({ uid: 990, gid: 0, mode: 0o077 }) }] }),
      finds: [['failure', /\/m/]],
    },
    {
      when: 'the store can be passed but not listed',
      facts: permissionsWith({ wayToStore: [{ path: '/m', owner: known({ uid: 0, gid: 0, mode: 0o711 }) }] }),
      finds: [['failure', /\/m/]],
    },
    {
      when: 'there is no such user',
      facts: permissionsWith({ runAs: unknown('no such line') }),
      finds: [['failure', /no such user/]],
    },
    {
      when: 'a folder cannot be looked at',
      facts: permissionsWith({ wayToStore: [{ path: '/m', owner: unknown('EACCES') }] }),
      finds: [['unknown', /\/m/]],
    },
    { when: 'runAs is not set', facts: permissionsWith({ runAs: null }), finds: [] },
  ],
  'media-whole': [
    {
      when: 'a medium is damaged',
      facts: mediaWith({ media: [{ id: 'm', importedAt: 0, lastHash: { at: now, whole: false } }] }),
      finds: [['failure', /damaged.*repair m SOURCE/]],
    },
    {
      when: 'a medium was not hashed for weeks',
      facts: mediaWith({ media: [{ id: 'm', importedAt: 0, lastHash: { at: now - 20 * day, whole: true } }] }),
      finds: [['notice', /verify m/]],
    },
    {
      when: 'a medium was never hashed',
      facts: mediaWith({ media: [{ id: 'm', importedAt: now - 20 * day, lastHash: null }] }),
      finds: [['notice', /not hashed since/]],
    },
    {
      when: 're-hashing is switched off',
      facts: {
        ...mediaWith({ media: [{ id: 'm', importedAt: 0, lastHash: null }] }),
        settings: { ...healthySettings, media: { ...healthySettings.media, rehashEvery: '0' } },
      },
      finds: [['pass', /./]],
    },
    {
      when: 'an alias leads nowhere',
      facts: mediaWith({ dangling: [{ alias: 'now', id: 'gone' }] }),
      finds: [
        ['pass', /./],
        ['warning', /gone.*media alias now ID/],
      ],
    },
    { when: 'the store is empty', facts: mediaWith({ media: [] }), finds: [['info', /no medium/]] },
    {
      when: 'the store cannot be read',
      facts: { media: unknown('STATE_CORRUPT') },
      finds: [['failure', /STATE_CORRUPT/]],
    },
  ],
  'imports-finished': [
    {
      when: 'an import was cut off',
      facts: mediaWith({ imports: known({ underWay: 1, cutOff: ['/m/staging/ab'] }) }),
      finds: [['notice', /staging\/ab/]],
    },
    {
      when: 'an import is under way',
      facts: mediaWith({ imports: known({ underWay: 1, cutOff: [] }) }),
      finds: [['pass', /under way: 1/]],
    },
    {
      when: 'a repair was cut off',
      facts: mediaWith({ repairCutOff: true }),
      finds: [
        ['warning', /repair/],
        ['pass', /./],
      ],
    },
    {
      when: 'the locks are another user’s',
      facts: mediaWith({ imports: unknown('EACCES') }),
      finds: [['unknown', /EACCES/]],
    },
    { when: 'the store cannot be read', facts: { media: unknown('STATE_CORRUPT') }, finds: [] },
  ],
};
