import { Button, Grid } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMembership } from '../../api/resources/me.ts';
import { overviewQuery } from '../../api/review/overview.ts';
import { Page } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import { counted, size } from '../../parts/words.ts';
import { EndsBar } from './ends-bar.tsx';
import { Correspondents, MessagesOverTime } from './overview-charts.tsx';

/** What one custodian holds: when it was received, with whom, and how everything that was listed has ended. */
export function CustodianPage() {
  const { matter, custodian } = useParams({ from: '/shell/matters/$matter/custodians/$custodian' });
  const role = useMembership(matter)?.role;
  const query = useQuery(overviewQuery(matter, custodian));
  const who = query.data?.custodians[0];
  const mayRead = role === 'case-manager' || role === 'reviewer';
  return (
    <Page
      title={who?.name ?? 'Custodian'}
      about={who && `${counted(who.items, 'kept item')}, ${size(who.bytes)}`}
      width={1240}
      actions={
        mayRead && (
          <Button
            variant="default"
            leftSection={<IconListSearch size={16} />}
            renderRoot={(props) => (
              <Link {...props} to="/matters/$matter/review" params={{ matter }} search={{ custodian: [custodian] }} />
            )}
          >
            Review
          </Button>
        )
      }
    >
      <Loaded query={query} rows={8}>
        {(overview) => (
          <Grid gap="md">
            <Grid.Col span={8}>
              <MessagesOverTime overview={overview} />
            </Grid.Col>
            <Grid.Col span={4}>
              <EndsBar ends={overview.ends} />
            </Grid.Col>
            <Grid.Col span={8}>
              <Correspondents overview={overview} />
            </Grid.Col>
          </Grid>
        )}
      </Loaded>
    </Page>
  );
}
