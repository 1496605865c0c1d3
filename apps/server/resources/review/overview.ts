import Type from 'typebox';
import type { MatterId } from '#evidence';
import { custodianCounts, endsOf, histogram, notInMatter, reviewSearch, topCorrespondents } from '#review';
import { countHits } from '#search';
import { Id, Instant, oneOf } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { Counts } from '../collections/collection-json.ts';

const shown = 20;

/** A matter at a glance. */
export function overviewRoutes(app: App, { database, clock }: Parts): void {
  app.get(
    '/api/v1/matters/:matter/overview',
    {
      schema: {
        operationId: 'readOverview',
        summary: 'Messages over time, ends, custodians and those who write most: of the matter, or of one custodian',
        params: Type.Object({ matter: Id }),
        querystring: Type.Object({ custodian: Type.Optional(Id) }),
        response: {
          200: Type.Object({
            messages: Type.Integer(),
            ends: Counts,
            interval: oneOf(['day', 'week', 'month', 'year']),
            bars: Type.Array(Type.Object({ from: Instant, count: Type.Integer() })),
            undated: Type.Integer(),
            custodians: Type.Array(
              Type.Object({ id: Id, name: Type.String(), items: Type.Integer(), bytes: Type.Integer() }),
            ),
            correspondents: Type.Array(
              Type.Object({ address: Type.String(), sent: Type.Integer(), received: Type.Integer() }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { reader } = database;
      const matter = request.params.matter as MatterId;
      const custodian = request.query.custodian ?? null;
      const of = { matter, custodian };
      const custodians = await custodianCounts(reader, of, shown);
      if (custodian !== null && custodians.length === 0) throw notInMatter('custodian');
      const filters = custodian === null ? {} : { custodians: [custodian] };
      const all = await reviewSearch(reader, { matter, text: '', filters, now: clock.now() });
      const { interval, bars, undated } = await histogram(reader, all);
      return {
        messages: await countHits(reader, all),
        ends: await endsOf(reader, of),
        ...{ interval, undated },
        bars: bars.map(({ from, count }) => ({ from: from.toISOString(), count })),
        custodians: [...custodians],
        correspondents: [...(await topCorrespondents(reader, of, shown))],
      };
    },
  );
}
