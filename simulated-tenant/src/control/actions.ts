import type { Simulation } from '../simulation.ts';
import { parseFaultPlan } from '../faults/parse-plan.ts';
import { changeApp } from './app-actions.ts';
import { ControlError, type Fields } from './fields.ts';
import { changePeople } from './people-actions.ts';
import { changeMail } from './mail-actions.ts';

/** Does one thing to the tenant. Errors: ControlError; FaultPlanError for `faults`. */
export function act(simulation: Simulation, name: string, fields: Fields): unknown {
  const { tenant } = simulation;
  switch (name) {
    case 'clock': {
      tenant.clock.advance(fields.number('advanceMs'));
      return { now: new Date(tenant.clock.now()).toISOString() };
    }
    case 'faults':
      simulation.faults.replace(parseFaultPlan(fields.whole));
      return { faults: simulation.faults.report() };
    case 'clear':
      simulation.log.clear();
      simulation.meter.clear();
      simulation.writes.clear();
      simulation.unknown.clear();
      return {};
    case 'deliver':
    case 'move':
    case 'delete':
    case 'purge':
    case 'vanish':
    case 'touch':
    case 'create-folder':
    case 'delete-folder':
      return changeMail(tenant, name, fields);
    case 'grant':
    case 'revoke':
    case 'add-secret':
    case 'rotate-secret':
    case 'register-certificate':
    case 'set-policies':
    case 'set-rbac':
    case 'set-app':
      return changeApp(tenant, name, fields);
    case 'grant-full-access':
    case 'revoke-full-access':
    case 'set-person':
    case 'revoke-sessions':
    case 'expire-refresh-tokens':
    case 'consent':
    case 'revoke-consent':
    case 'set-consent-policy':
    case 'set-walls':
      return changePeople(simulation, name, fields);
    default:
      throw new ControlError(404, `No action is called '${name}'.`);
  }
}
