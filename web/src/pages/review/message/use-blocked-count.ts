import { useQuery } from '@tanstack/react-query';

/** How many remote things the server took out of the body; null while that is not known. */
export function useBlockedCount(address: string | null): number | null {
  const { data } = useQuery({
    queryKey: ['blocked', address],
    enabled: address !== null,
    staleTime: Infinity,
    queryFn: async () => {
      const response = await fetch(String(address), { method: 'HEAD', credentials: 'same-origin' });
      return Number(response.headers.get('x-blocked') ?? '0');
    },
  });
  return data ?? null;
}
