import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../api/resources/me.ts';
import { matterQuery } from '../../api/resources/matters.ts';

/** The name of the matter a page belongs to. */
export function useMatterName(matter: string | undefined): string {
  const known = useMe().matters.find(({ id }) => id === matter)?.name;
  const { data } = useQuery({ ...matterQuery(matter ?? ''), enabled: matter !== undefined && known === undefined });
  return known ?? data?.name ?? 'Matter';
}
