import { matterRoles, type AccessRule, type MatterRole } from '#access';
import { anybody, everybody, roles } from './access-rules.ts';
import { workAccess } from './work-access-table.ts';

const everyMatterRole = matterRoles;
/** Who collects, and so needs ways in. What is another person's own stays hidden from them all the same. */
const connecting: readonly MatterRole[] = ['case-manager', 'uploader'];
/**
 * Who may call which operation. A route without a row here does not start.
 * The scope is what an API token must have been made for; null: only a person in a browser.
 */
export const accessTable = {
  readHealth: anybody,
  readReadiness: anybody,
  readMetrics: { ...roles({ instance: ['administrator'] }, 'metrics'), openLocally: true },
  readOpenApi: anybody,
  readErrorsPage: anybody,
  readWebApp: anybody,

  readSetUp: anybody,
  setUp: anybody,
  readSignInOptions: anybody,
  signIn: anybody,
  signOut: anybody,
  beginMicrosoftSignIn: anybody,
  completeMicrosoftSignIn: anybody,
  verifyTwoFactor: anybody,
  verifyBackupCode: anybody,
  changePassword: everybody(null, { withTemporaryPassword: true }),
  enableTwoFactor: everybody(null),
  disableTwoFactor: everybody(null),

  readMe: everybody('read', { withTemporaryPassword: true }),
  listSessions: everybody(null),
  endSession: everybody(null),
  listTokens: everybody(null),
  createToken: everybody(null),
  revokeToken: everybody(null),

  listPeople: roles({ instance: ['administrator', 'auditor'], matter: ['case-manager'] }, 'read'),
  readPerson: roles({ instance: ['administrator', 'auditor'] }, 'read'),
  invitePerson: roles({ instance: ['administrator'] }, 'administer'),
  changePerson: roles({ instance: ['administrator'] }, 'administer'),

  listPersonConnections: roles({ instance: ['administrator'] }, 'administer'),
  removePersonConnection: roles({ instance: ['administrator'] }, 'administer'),

  listMatters: everybody('read'),
  createMatter: roles({ instance: ['administrator'] }, 'administer'),
  readMatter: roles({ instance: ['administrator', 'auditor'], matter: everyMatterRole }, 'read'),
  renameMatter: roles({ instance: ['administrator'], matter: ['case-manager'] }, 'administer'),
  listMembers: roles({ instance: ['administrator', 'auditor'], matter: ['case-manager', 'auditor'] }, 'read'),
  saveMember: roles({ instance: ['administrator'], matter: ['case-manager'] }, 'administer'),
  removeMember: roles({ instance: ['administrator'], matter: ['case-manager'] }, 'administer'),
  listCustodians: roles({ matter: everyMatterRole }, 'read'),
  createCustodian: roles({ matter: ['case-manager', 'uploader'] }, 'collect'),

  listConnections: roles({ instance: ['administrator', 'auditor'], matter: connecting }, 'read'),
  readConnection: roles({ instance: ['administrator', 'auditor'], matter: connecting }, 'read'),
  createConnection: roles({ instance: ['administrator'] }, 'administer'),
  changeConnection: roles({ instance: ['administrator'], matter: connecting }, 'administer'),
  removeConnection: roles({ instance: ['administrator'], matter: connecting }, 'administer'),
  planConnection: roles({ instance: ['administrator'], matter: connecting }, 'read'),
  readConnectionSetup: roles({ instance: ['administrator'], matter: connecting }, 'administer'),
  checkConnection: roles({ instance: ['administrator'], matter: connecting }, 'collect'),
  listMailboxes: roles({ instance: ['administrator'], matter: connecting }, 'collect'),
  beginConnectionSignIn: roles({ instance: ['administrator'], matter: connecting }, null),
  renewConnectionSignIn: roles({ instance: ['administrator'], matter: connecting }, null),
  completeConnectionSignIn: everybody(null),
  readExplanation: everybody('read'),

  listAudit: roles({ instance: ['administrator', 'auditor'], matter: ['auditor'] }, 'audit'),
  exportAudit: roles({ instance: ['administrator', 'auditor'], matter: ['auditor'] }, 'audit'),
  verifyAudit: roles({ instance: ['administrator', 'auditor'] }, 'audit'),
  readAuditHead: roles({ instance: ['administrator', 'auditor'] }, 'audit'),

  ...workAccess,
} as const satisfies Record<string, AccessRule>;
