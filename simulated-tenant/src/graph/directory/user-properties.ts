import type { Person } from '../../model/contract.ts';
import type { FilterProperty, FilterSchema } from '../filter/evaluate.ts';
import { badRequest } from '../protocol/graph-error.ts';

type Read = (person: Person) => unknown;

const exchangePlan = 'efb87545-963c-4e0d-99df-69c6916d9eb0';

/** Properties of `user` by name; those the tenant knows nothing about are null, as at Graph. */
export const userProperties: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['businessPhones', () => []],
  ['displayName', (person) => person.displayName],
  ['givenName', (person) => person.givenName],
  ['jobTitle', (person) => person.jobTitle],
  ['mail', (person) => person.mail],
  ['mobilePhone', () => null],
  ['officeLocation', () => null],
  ['preferredLanguage', () => null],
  ['surname', (person) => person.surname],
  ['userPrincipalName', (person) => person.userPrincipalName],
  ['id', (person) => person.id],
  ['accountEnabled', (person) => person.accountEnabled],
  [
    'assignedLicenses',
    (person) => person.assignedLicenses.map(({ skuId, disabledPlans }) => ({ disabledPlans, skuId })),
  ],
  ['assignedPlans', assignedPlans],
  ['companyName', () => null],
  ['createdDateTime', () => '2024-01-08T08:00:00Z'],
  ['department', (person) => person.department],
  ['employeeId', () => null],
  ['employeeLeaveDateTime', () => null],
  ['externalUserState', (person) => (person.userType === 'Guest' ? 'Accepted' : null)],
  ['mailNickname', (person) => person.userPrincipalName.split('@')[0]],
  ['onPremisesExtensionAttributes', () => null],
  ['onPremisesSyncEnabled', (person) => (person.mailboxState === 'on-premises' ? true : null)],
  ['otherMails', () => []],
  ['preferredDataLocation', (person) => person.dataLocation],
  ['proxyAddresses', (person) => person.proxyAddresses],
  ['securityIdentifier', () => null],
  ['showInAddressList', () => null],
  ['usageLocation', () => 'NL'],
  ['userType', (person) => person.userType],
]);

/** What comes without `$select`. */
export const defaultUserProperties: readonly string[] = [...userProperties.keys()].slice(0, 11);

/** What User.ReadBasic.All shows. */
export const basicUserProperties: ReadonlySet<string> = new Set([
  'displayName',
  'givenName',
  'surname',
  'mail',
  'userPrincipalName',
  'id',
  'securityIdentifier',
  'userType',
]);

const property = (type: FilterProperty<Person>['type'], name: string): [string, FilterProperty<Person>] => [
  name.toLowerCase(),
  { type, read: (person) => userProperties.get(name)?.(person) },
];

/** What a `$filter` on users may name. */
export const userFilterSchema: FilterSchema<Person> = {
  type: 'user',
  properties: new Map([
    ...[
      'id',
      'displayName',
      'givenName',
      'surname',
      'jobTitle',
      'mail',
      'userPrincipalName',
      'department',
      'userType',
      'mailNickname',
    ].map((name) => property('string', name)),
    property('boolean', 'accountEnabled'),
    property('boolean', 'onPremisesSyncEnabled'),
    property('strings', 'proxyAddresses'),
    property('strings', 'otherMails'),
    property('objects', 'assignedLicenses'),
    property('objects', 'assignedPlans'),
    ['assignedlicenses/$count', { type: 'number', read: (person) => person.assignedLicenses.length }],
  ]),
  refuse: (name) =>
    userProperties.has(name)
      ? badRequest(
          `Unsupported or invalid query filter clause specified for property '${name}' of resource 'User'.`,
          'Request_UnsupportedQuery',
        )
      : badRequest(`Invalid filter clause: Could not find a property named '${name}' on type 'microsoft.graph.user'.`),
};

function assignedPlans(person: Person): unknown {
  return person.assignedLicenses
    .filter(({ disabledPlans }) => !disabledPlans.includes(exchangePlan))
    .map(() => ({
      assignedDateTime: '2024-01-08T08:05:00Z',
      capabilityStatus: 'Enabled',
      service: 'exchange',
      servicePlanId: exchangePlan,
    }));
}
