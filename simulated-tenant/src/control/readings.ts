import type { Simulation } from '../simulation.ts';
import { appSummary } from './app-actions.ts';
import { ControlError } from './fields.ts';

/** What can be read of a running tenant. Errors: ControlError 404 for an unknown name. */
export function readings(simulation: Simulation, name: string, query: URLSearchParams): unknown {
  const { tenant, log, meter, writes, unknown, faults } = simulation;
  switch (name) {
    case 'tenant':
      return {
        tenantId: tenant.id,
        domain: tenant.domain,
        now: new Date(tenant.clock.now()).toISOString(),
        people: tenant.people.map(({ id, displayName, userPrincipalName, mail, mailboxState, purpose }) => ({
          id,
          displayName,
          userPrincipalName,
          mail,
          mailboxState,
          purpose,
        })),
        apps: tenant.apps.map((app) => ({
          name: app.name,
          clientId: app.clientId,
          objectId: app.objectId,
          roles: app.roles,
          accessPolicies: app.accessPolicies,
          rbac: app.rbac,
          ...appSummary(app),
        })),
        groups: tenant.groups,
      };
    case 'sign-in':
      return {
        rules: tenant.signInRules,
        fullAccess: tenant.fullAccess,
        administrators: tenant.people.filter(({ id }) => tenant.account(id)?.isAdministrator === true),
        approvalRequests: simulation.grants.approvalRequests,
        refreshTokens: simulation.grants.refreshTokens.size,
      };
    case 'folders':
      return folders(simulation, query.get('mailbox') ?? '');
    case 'requests':
      return { ...log.counts(), requests: log.entries().slice(-Number(query.get('last') ?? '1000')) };
    case 'metering':
      return { mailboxes: meter.readings() };
    case 'writes':
      return { count: writes.count, calls: writes.calls };
    case 'unknown':
      return { count: unknown.count, calls: unknown.calls };
    case 'faults':
      return { faults: faults.report() };
    default:
      throw new ControlError(
        404,
        `Nothing to read is called '${name}'. Known: tenant, sign-in, folders, requests, metering, writes, unknown, faults.`,
      );
  }
}

function folders({ tenant }: Simulation, name: string): unknown {
  const person = tenant.person(name);
  const mailbox = person === undefined ? undefined : tenant.mailbox(person.id);
  if (mailbox === undefined) throw new ControlError(404, `There is no mailbox '${name}'.`);
  return {
    mailbox: name,
    folders: mailbox.folders().map((folder) => ({ ...folder, ...mailbox.counts(folder.id) })),
  };
}
