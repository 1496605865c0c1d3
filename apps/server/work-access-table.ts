import type { AccessRule } from '#access';
import { anybody, roles } from './access-rules.ts';

/** Who follows what becomes of a collection. An uploader follows their own alone: the routes see to that. */
const followers = roles({ instance: ['auditor'], matter: ['case-manager', 'uploader', 'reviewer', 'auditor'] }, 'read');
const collectors = roles({ matter: ['case-manager', 'uploader'] }, 'collect');
/** What is not the content of messages, and not for uploaders. */
const overseers = roles({ instance: ['auditor'], matter: ['case-manager', 'reviewer', 'auditor'] }, 'read');
const readers = roles({ matter: ['case-manager', 'reviewer'] }, 'review');
const managers = roles({ matter: ['case-manager'] }, 'review');
const exporters = roles({ matter: ['case-manager'] }, 'export');

/** Rows of the access table: collections, review, exports. */
export const workAccess = {
  preflightCollection: collectors,
  startCollection: collectors,
  listCollections: followers,
  followCollections: followers,
  readCollection: followers,
  followCollection: followers,
  pauseCollection: collectors,
  resumeCollection: collectors,
  cancelCollection: collectors,
  retryFailed: collectors,
  readFixPack: collectors,
  startProcessing: collectors,
  listCollectionFolders: followers,
  listCollectionExceptions: followers,
  readCollectionReceipt: followers,
  downloadCollectionReceipt: followers,
  verifyCollectionReceipt: followers,
  explainMissing: followers,
  readCollectionLog: followers,

  searchMessages: readers,
  countMessages: readers,
  readFacets: readers,
  readHistogram: readers,
  suggestQuery: readers,
  readMessage: readers,
  readMessageHtml: readers,
  readMessageSource: readers,
  readMessageHeaders: readers,
  readAttachment: readers,
  readAttachedMessage: readers,
  listThread: readers,
  listCopies: readers,
  readCustody: roles({ matter: ['case-manager', 'reviewer', 'auditor'] }, 'read'),
  verifyMessage: roles({ matter: ['case-manager', 'reviewer', 'auditor'] }, 'read'),
  readOverview: overseers,

  listTags: readers,
  createTag: readers,
  changeTag: managers,
  mergeTag: managers,
  removeTag: managers,
  tagMessage: readers,
  untagMessage: readers,
  listNotes: readers,
  writeNote: readers,
  removeNote: readers,
  listHolds: roles({ matter: ['case-manager', 'reviewer', 'auditor'] }, 'read'),
  placeHold: managers,
  releaseHold: managers,
  listSavedSearches: readers,
  saveSearch: readers,
  removeSavedSearch: readers,

  startBulk: readers,
  readTask: roles({ instance: ['auditor'], matter: ['case-manager', 'reviewer', 'auditor'] }, 'read'),
  followTask: roles({ instance: ['auditor'], matter: ['case-manager', 'reviewer', 'auditor'] }, 'read'),
  cancelTask: readers,
  startExport: exporters,
  listExports: roles({ instance: ['auditor'], matter: ['case-manager', 'auditor'] }, 'read'),
  readExportReceipt: roles({ instance: ['auditor'], matter: ['case-manager', 'auditor'] }, 'read'),
  listExportFiles: roles({ matter: ['case-manager'] }, 'read'),
  createDownloadLink: exporters,
  download: anybody,
} as const satisfies Record<string, AccessRule>;
