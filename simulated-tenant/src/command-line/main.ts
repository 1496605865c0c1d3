import { FaultPlanError } from '../faults/parse-plan.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../start.ts';
import { readCommand, UsageError } from './arguments.ts';
import { help } from './help.ts';

const usageCode = 2;

async function run(): Promise<void> {
  const command = await readCommand(process.argv.slice(2));
  if (command.kind === 'help') {
    process.stdout.write(help);
    return;
  }
  const stop = untilAsked();
  const simulated = await startSimulatedTenant(command.options);
  process.stdout.write(`${JSON.stringify(readyLine(simulated))}\n`);
  if (!command.quiet) process.stderr.write(summary(simulated));
  await stop;
  await simulated.stop();
  process.stderr.write(farewell(simulated));
  if (process.connected) process.disconnect();
}

/**
 * Resolves at the first Ctrl-C or SIGTERM, or when whoever launched this process is gone.
 * A signal may come twice, from the terminal and from the launcher, so it stays handled while the tenant stops.
 */
function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    const ask = (): void => {
      resolve();
    };
    process.on('SIGINT', ask);
    process.on('SIGTERM', ask);
    process.once('disconnect', ask);
  });
}

function readyLine({ url, controlUrl, tenantId, domain, apps, mailboxes }: SimulatedTenant): Record<string, unknown> {
  return {
    url,
    control: controlUrl,
    tenantId,
    domain,
    apps: apps.map(({ name, clientId, secrets, roles, consented }) => ({
      name,
      clientId,
      secret: secrets[0]?.value ?? null,
      roles: consented ? [...roles.graph, ...roles.exchange] : [],
    })),
    mailboxes,
  };
}

function summary({ url, controlUrl, tenant, mailboxes }: SimulatedTenant): string {
  const control = controlUrl === null ? '' : `, control at ${controlUrl}`;
  return `${tenant.displayName} (${tenant.domain}): ${String(mailboxes.length)} mailboxes at ${url}${control}. Ctrl-C stops it.\n`;
}

function farewell(simulated: SimulatedTenant): string {
  const missed = simulated.faultReport().filter(({ hits }) => hits === 0);
  const lines = missed.map(
    ({ name, action, matched }) => `fault never hit: ${name} (${action}; matched ${String(matched)} requests)\n`,
  );
  if (simulated.unknown.count > 0)
    lines.push(`${String(simulated.unknown.count)} requests asked for what is not simulated\n`);
  return lines.join('');
}

try {
  await run();
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof FaultPlanError;
  process.stderr.write(`simulated-tenant: ${error instanceof Error ? error.message : String(error)}\n`);
  if (isUsage) process.stderr.write('Try "simulated-tenant --help".\n');
  process.exitCode = isUsage ? usageCode : 1;
}
