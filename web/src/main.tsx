import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './frame/base.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { queryClient } from './frame/query-client.ts';
import { router } from './frame/router.ts';
import { cssVariables, theme } from './frame/theme.ts';

const place = document.getElementById('app');
if (place === null) throw new Error('The page has no place for the application.');

createRoot(place).render(
  <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
    <QueryClientProvider client={queryClient}>
      <Notifications position="bottom-right" limit={4} />
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>,
);
