export * from './roles.ts';
export { decide, type AccessRule, type Decision } from './decide.ts';
export { openAccounts, passwordLength, type Accounts, type AccountSession } from './accounts/accounts.ts';
export { openAccountsKey, renewLostAccountsKey } from './accounts/accounts-key.ts';
export { makeFirstAdministrator } from './people/first-administrator.ts';
export { callerOfSession } from './people/find-caller.ts';
export { findPersonByEmail, hasPeople } from './people/store-people.ts';
export { saveMember } from './people/store-members.ts';
