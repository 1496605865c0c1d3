export * from './roles.ts';
export { decide, type AccessRule } from './decide.ts';
export { SignInLimit } from './sign-in-limit.ts';
export { openAccounts, passwordLength, type Accounts } from './accounts/accounts.ts';
export { openAccountsKey, renewLostAccountsKey } from './accounts/accounts-key.ts';
export { makeFirstAdministrator } from './people/first-administrator.ts';
export { callerOfSession } from './people/find-caller.ts';
export { changePerson, invitePerson, type ChangedPerson } from './people/people.ts';
export { deleteMember, pageOfMembers, saveMember } from './people/store-members.ts';
export {
  dropTemporaryPassword,
  findPersonByEmail,
  hasAccount,
  hasPeople,
  markPassword,
  membershipsOf,
  pageOfPeople,
  readPerson,
} from './people/store-people.ts';
export { endOtherSessions, endSessions, pageOfSessions } from './people/store-sessions.ts';
export { callerOfToken, isUseNews, makeToken, recordUse } from './tokens/api-tokens.ts';
export { pageOfTokens, revokeTokens, type ApiToken } from './tokens/store-tokens.ts';
export { microsoftProvider, type MicrosoftSignIn } from './microsoft/sign-in-plugin.ts';
