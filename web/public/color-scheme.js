// Runs before anything is painted, so that a dark page does not flash white first.
{
  const isKnown = (value) => value === 'light' || value === 'dark';
  let wanted = null;
  try {
    wanted = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    wanted = null;
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', isKnown(wanted) ? wanted : system);
}
