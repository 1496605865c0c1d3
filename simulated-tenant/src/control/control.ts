import type { Handle } from '../http/server.ts';
import { readBody } from '../http/call.ts';
import type { Simulation } from '../simulation.ts';
import { FaultPlanError } from '../faults/parse-plan.ts';
import { act } from './actions.ts';
import { ControlError, readFields } from './fields.ts';
import { readings } from './readings.ts';

/** Handles the control API: `GET /name` reads, `POST /name` with a JSON body acts; answers are JSON. */
export function controlHandler(simulation: Simulation): Handle {
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const name = url.pathname.slice(1);
    const reply = (status: number, value: unknown): void => {
      response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
      response.end(`${JSON.stringify(value)}\n`);
    };
    // A page in a browser can send forms and plain text here, but not JSON without asking first.
    if (request.method === 'POST' && request.headers['content-type']?.startsWith('application/json') !== true) {
      reply(415, { error: 'Content-Type must be application/json.' });
      return;
    }
    try {
      if (request.method === 'GET') reply(200, readings(simulation, name, url.searchParams));
      else if (request.method === 'POST') reply(200, act(simulation, name, readFields(await readBody(request))));
      else reply(405, { error: 'Use GET to read and POST to act.' });
    } catch (error) {
      if (error instanceof ControlError) reply(error.status, { error: error.message });
      else if (error instanceof FaultPlanError) reply(400, { error: error.message });
      else if (error instanceof Error) reply(409, { error: error.message });
      else throw error;
    }
  };
}
