import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useEffect, useEffectEvent, useRef } from 'react';

export type Interval = 'day' | 'week' | 'month' | 'year';

interface DateBarsProps {
  readonly bars: readonly { readonly from: string; readonly count: number }[];
  readonly interval: Interval;
  readonly height: number;
  readonly label: string;
  /** Called with instants when somebody has dragged over a part. */
  readonly onRange?: (from: string, to: string) => void;
}

const seconds: Readonly<Record<Interval, number>> = { day: 86_400, week: 604_800, month: 2_629_800, year: 31_557_600 };

/** Counts over time as bars. */
export function DateBars({ bars, interval, height, label, onRange }: DateBarsProps) {
  const place = useRef<HTMLDivElement>(null);
  const choose = useEffectEvent((from: string, to: string) => onRange?.(from, to));
  const isChoosable = onRange !== undefined;
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const times = bars.map(({ from }) => new Date(from).getTime() / 1000);
    const plot = new uPlot(
      optionsFor({ element, height, interval, times, choose: isChoosable ? choose : null }),
      [times, bars.map(({ count }) => count)],
      element,
    );
    const watcher = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      plot.destroy();
    };
  }, [bars, height, interval, isChoosable]);
  return <div ref={place} role="img" aria-label={label} style={{ height }} />;
}

const monthAndDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });
const monthAndYear = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });

function axisText(at: number, interval: Interval): string {
  return (interval === 'day' ? monthAndDay : monthAndYear).format(new Date(at * 1000));
}

interface Looks {
  readonly element: HTMLElement;
  readonly height: number;
  readonly interval: Interval;
  /** Where bars begin, in seconds. */
  readonly times: number[];
  readonly choose: ((from: string, to: string) => void) | null;
}

function optionsFor({ element, height, interval, times, choose }: Looks): uPlot.Options {
  const style = getComputedStyle(element);
  const ink = style.getPropertyValue('--mantine-color-dimmed');
  const fill = style.getPropertyValue('--mantine-primary-color-filled');
  const step = seconds[interval];
  const bars = uPlot.paths.bars;
  return {
    width: element.clientWidth,
    height,
    padding: [4, 8, 0, 8],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: choose !== null, y: false, setScale: false } },
    scales: {
      x: { time: true, range: () => [(times[0] ?? 0) - step * 0.6, (times.at(-1) ?? 0) + step * 0.6] },
      y: { range: (_plot, _min, max) => [0, Math.max(1, max)] },
    },
    tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
    axes: [
      {
        stroke: ink,
        values: (_plot, splits) => splits.map((at) => axisText(at, interval)),
        size: 20,
        space: 70,
        incrs: [1, 2, 7, 14, 30, 61, 91, 182, 365, 1826].map((days) => days * 86_400),
        font: '11px sans-serif',
        grid: { show: false },
        ticks: { show: false },
        gap: 2,
      },
      { show: false },
    ],
    series: [
      {},
      {
        fill,
        width: 0,
        points: { show: false },
        ...(bars === undefined ? {} : { paths: bars({ size: [0.85, 26, 2], radius: 0.15 }) }),
      },
    ],
    hooks: {
      setSelect: [
        (plot) => {
          if (choose === null || plot.select.width < 3) return;
          const at = (left: number) => new Date(plot.posToVal(left, 'x') * 1000).toISOString();
          choose(at(plot.select.left), at(plot.select.left + plot.select.width));
        },
      ],
    },
  };
}
