import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const steel: MantineColorsTuple = [
  '#eff5fa',
  '#dde8f2',
  '#bbd1e5',
  '#95b7d6',
  '#739fc8',
  '#5b8cbd',
  '#4a7fb3',
  '#386c9f',
  '#2b5b8a',
  '#1c4770',
];

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eff1f4',
  '#e4e7ec',
  '#d6dae1',
  '#c3c9d2',
  '#9ca5b1',
  '#7a8492',
  '#56606d',
  '#3b444f',
  '#232a33',
];

const dark: MantineColorsTuple = [
  '#d3d9e0',
  '#b4bcc6',
  '#98a2ae',
  '#6f7a87',
  '#454f5b',
  '#343d48',
  '#29313b',
  '#1f262e',
  '#191f26',
  '#12171d',
];

/** The ink of a tinted badge: dark enough on its light ground, light enough on its dark one. */
function readableInk(color: string): string {
  const deep = `color-mix(in srgb, var(--mantine-color-${color}-9) 62%, black)`;
  return `light-dark(${deep}, var(--mantine-color-${color}-1))`;
}

/** One calm, dense look: small type, small controls, one accent. */
export const theme = createTheme({
  primaryColor: 'steel',
  colors: { steel, gray, dark },
  primaryShade: { light: 8, dark: 7 },
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.25rem', xl: '2rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.35' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 6,
  cursorType: 'pointer',
  focusRing: 'auto',
  autoContrast: true,
  components: {
    Button: {
      defaultProps: { size: 'sm' },
      vars: () => ({ root: { '--button-height': '32px', '--button-fz': '0.8125rem' } }),
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Input: { vars: () => ({ wrapper: { '--input-height': '32px', '--input-fz': '0.8125rem' } }) },
    InputWrapper: { defaultProps: { size: 'sm' } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm', fz: 'sm' } },
    Text: { defaultProps: { size: 'sm' } },
    Badge: {
      defaultProps: { variant: 'light', radius: 'sm', size: 'sm' },
      styles: { root: { flexShrink: 0 }, label: { textTransform: 'none', fontWeight: 600 } },
      vars: (_theme: unknown, { variant = 'light', color }: { variant?: string; color?: string }) => ({
        root: variant === 'light' ? { '--badge-color': readableInk(color ?? 'steel') } : {},
      }),
    },
    Alert: {
      vars: (_theme: unknown, { color }: { color?: string }) => ({
        root: { '--alert-color': readableInk(color ?? 'steel') },
      }),
    },
    Tooltip: { defaultProps: { openDelay: 350, fz: 'xs' } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-start' } },
    Paper: { defaultProps: { withBorder: true } },
    Card: { defaultProps: { withBorder: true, padding: 'md' } },
    Anchor: { defaultProps: { fz: 'inherit' } },
    Code: { styles: { root: { fontSize: '0.78rem' } } },
  },
});

/** Quiet text must still be readable: 4.5:1 on every ground it stands on. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#56606d',
    '--mantine-color-placeholder': '#66707d',
    '--mantine-color-anchor': '#245381',
    '--mantine-color-body': '#ffffff',
    '--cm-ground': '#f7f8fa',
    '--cm-line': '#e1e5ea',
    '--cm-warn': '#8a5300',
    '--cm-hover': '#f0f3f6',
    '--cm-chosen': '#e4edf6',
    '--cm-mark': '#fff0b3',
    '--cm-mark-text': '#3b2f00',
  },
  dark: {
    '--mantine-color-dimmed': '#a3adb9',
    '--mantine-color-placeholder': '#94a0ad',
    '--mantine-color-anchor': '#8fb8de',
    '--mantine-color-body': '#191f26',
    '--cm-ground': '#12171d',
    '--cm-line': '#2b343e',
    '--cm-warn': '#f2b65a',
    '--cm-hover': '#222a33',
    '--cm-chosen': '#22364a',
    '--cm-mark': '#5a4a00',
    '--cm-mark-text': '#fff3c4',
  },
});
