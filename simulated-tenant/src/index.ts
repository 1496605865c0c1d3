export { startSimulatedTenant, type SimulatedTenant, type SimulatedTenantOptions } from './start.ts';
export { FaultPlanError, parseFaultPlan } from './faults/parse-plan.ts';
export type { Fault, FaultAction, FaultMatch, FaultPlan, FaultReport, ModelTarget } from './faults/plan.ts';
export type { Latency } from './http/serve.ts';
export type { LoggedRequest, RequestLog } from './http/request-log.ts';
export type { Meter, MeteringOptions, MeterReading } from './metering/meter.ts';
export type { Refused, RefusedCall } from './refused.ts';
export type { Switches } from './switches.ts';
export type * from './model/contract.ts';
