import type { AppRegistration, Tenant, TenantOptions } from './model/contract.ts';
import { createTenant } from './model/create-tenant.ts';
import { controlHandler } from './control/control.ts';
import { createFaultEngine } from './faults/engine.ts';
import { parseFaultPlan } from './faults/parse-plan.ts';
import type { FaultPlan, FaultReport } from './faults/plan.ts';
import { createRoundStore } from './graph/protocol/round-store.ts';
import { createRequestLog, type RequestLog } from './http/request-log.ts';
import { serve, type Latency } from './http/serve.ts';
import { listen, type Listening } from './http/server.ts';
import { createMeter, defaultMetering, type Meter, type MeteringOptions } from './metering/meter.ts';
import { createRefused, type Refused } from './refused.ts';
import { createGrants } from './sign-in/people/grants.ts';
import { signingKey } from './sign-in/signing-key.ts';
import type { Simulation } from './simulation.ts';
import { defaultSwitches, type Switches } from './switches.ts';

/** How a simulated tenant is started. Exactly one of `seed`, `mail`, `scale`; `lakeside` when none is given. */
export interface SimulatedTenantOptions extends TenantOptions {
  /** Port of sign-in and Graph on 127.0.0.1 (default: any free one). */
  readonly port?: number;
  /** Port of the control API; `false` (the default) for none, 0 for any free one. */
  readonly controlPort?: number | false;
  /** A plan, or its JSON as parsed. */
  readonly faults?: FaultPlan | readonly unknown[];
  readonly latency?: Latency;
  readonly metering?: Partial<MeteringOptions>;
  readonly switches?: Partial<Switches>;
  /** How many requests the log keeps (default 10,000; 0 keeps counters only). */
  readonly logSize?: number;
  /** Told of errors of the tenant itself (default: standard error). */
  readonly onError?: (error: unknown) => void;
}

/** A running tenant. */
export interface SimulatedTenant extends AsyncDisposable {
  readonly url: string;
  readonly controlUrl: string | null;
  readonly tenantId: string;
  readonly domain: string;
  readonly tenant: Tenant;
  readonly apps: readonly AppRegistration[];
  /** Addresses of all reachable mailboxes. */
  readonly mailboxes: readonly string[];
  readonly log: RequestLog;
  readonly meter: Meter;
  readonly writes: Refused;
  readonly unknown: Refused;
  /** Errors: FaultPlanError. */
  setFaults(plan: unknown): void;
  faultReport(): readonly FaultReport[];
  stop(): Promise<void>;
}

const logSize = 10_000;
const roundsHeld = 2_000;

/**
 * Starts a Microsoft 365 tenant on loopback: sign-in and Graph on one port, control on another when asked for.
 * Errors: FaultPlanError for a plan it does not understand; the system's own when a port is taken.
 */
export async function startSimulatedTenant(options: SimulatedTenantOptions = {}): Promise<SimulatedTenant> {
  const simulation = await createSimulation(options);
  const { tenant, faults } = simulation;
  const latency = options.latency ?? { perRequestMs: 0 };
  const onError =
    options.onError ??
    ((error: unknown) =>
      process.stderr.write(
        `simulated-tenant: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      ));
  const main = await listen(
    options.port ?? 0,
    (request, response, requestId) => serve(simulation, latency, { request, response, requestId }),
    onError,
  );
  const control = await listenControl(simulation, options.controlPort ?? false, onError).catch(
    async (error: unknown) => {
      await main.close();
      throw error;
    },
  );
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= Promise.all([main.close(), control?.close()]).then(() => undefined));
  return {
    url: main.url,
    controlUrl: control?.url ?? null,
    tenantId: tenant.id,
    domain: tenant.domain,
    tenant,
    apps: tenant.apps,
    get mailboxes() {
      return tenant.people
        .filter(({ id, mailboxState }) => mailboxState === 'active' && tenant.mailbox(id) !== undefined)
        .map(({ mail, userPrincipalName }) => mail ?? userPrincipalName);
    },
    log: simulation.log,
    meter: simulation.meter,
    writes: simulation.writes,
    unknown: simulation.unknown,
    setFaults: (plan) => {
      faults.replace(parseFaultPlan(plan));
    },
    faultReport: () => faults.report(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function createSimulation(options: SimulatedTenantOptions): Promise<Simulation> {
  const faults = createFaultEngine(parseFaultPlan(options.faults ?? []));
  const [tenant, key] = await Promise.all([createTenant(tenantOptions(options)), signingKey()]);
  const switches = { ...defaultSwitches, ...options.switches };
  let variant = 0;
  return {
    tenant,
    switches,
    signingKey: key,
    grants: createGrants(),
    meter: createMeter(
      { ...defaultMetering, ...options.metering },
      () => tenant.clock.now(),
      switches.concurrencyRetryAfterSeconds,
    ),
    faults,
    log: createRequestLog(options.logSize ?? logSize),
    writes: createRefused(logSize),
    unknown: createRefused(logSize),
    rounds: createRoundStore(roundsHeld),
    nextVariant: () => (options.varyBytes === false ? 0 : (variant += 1)),
  };
}

function tenantOptions({ seed, mail, scale, clock, varyBytes }: SimulatedTenantOptions): TenantOptions {
  const source = seed === undefined && mail === undefined && scale === undefined ? { seed: 'lakeside' } : {};
  return {
    ...source,
    ...(seed === undefined ? {} : { seed }),
    ...(mail === undefined ? {} : { mail }),
    ...(scale === undefined ? {} : { scale }),
    ...(clock === undefined ? {} : { clock }),
    ...(varyBytes === undefined ? {} : { varyBytes }),
  };
}

async function listenControl(
  simulation: Simulation,
  port: number | false,
  onError: (error: unknown) => void,
): Promise<Listening | undefined> {
  if (port === false) return undefined;
  return listen(port, controlHandler(simulation), onError);
}
