const width = 900;
const labelWidth = 20;
const barHeight = 15;
const groupGap = 34;
const top = 40;

const colours: Readonly<Record<string, string>> = {
  kinql: '#0b6e4f',
  'kinql-rules': '#6fb98f',
  postgraphile: '#2f5d9b',
  'graphql-sequelize': '#c0563b',
  handwritten: '#d9a441',
  'limit-joined': '#8a8a8a',
  'limit-statements': '#b5b5b5',
};

/** Keeps the dashed line from running through letters. */
const halo = 'font-size="11" stroke="#ffffff" stroke-width="4" paint-order="stroke"';

interface Bar {
  readonly server: string;
  readonly requestsPerSecond: number;
  readonly relative: number | null;
  readonly spec: { readonly title: string };
}

interface BarGroup {
  readonly workload: { readonly title: string };
  readonly connections: number;
  readonly rows: readonly Bar[];
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${attributes && ` ${attributes}`}>${escapeXml(content)}</text>`;

/** Bars as an SVG: for each workload every server's requests per second, relative to PostGraphile where it takes part. */
export function plot(groups: readonly BarGroup[]): string {
  const shown = groups.filter(({ connections }) => connections === mainConnections(groups));
  const longest = Math.max(1, ...shown.flatMap(({ rows }) => rows.map((bar) => bar.relative ?? 0)));
  const scale = (width - labelWidth - 420) / longest;
  const parts: string[] = [];
  let y = top;
  for (const { workload, rows } of shown) {
    // Without PostGraphile, the fastest of the group is as long as its line.
    const base = Math.max(...rows.map(({ requestsPerSecond }) => requestsPerSecond));
    parts.push(text(labelWidth, y + 8, workload.title, 'font-weight="bold"'));
    y += 16;
    const bars: string[] = [];
    const from = y;
    for (const bar of rows) {
      const length = (bar.relative ?? bar.requestsPerSecond / base) * scale;
      const label = `${bar.relative === null ? '' : `${bar.relative.toFixed(2)} · `}${bar.requestsPerSecond.toFixed(0)}/s · ${bar.spec.title}`;
      bars.push(
        `<rect x="${labelWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight - 3}" fill="${colours[bar.server] ?? '#444444'}"/>`,
        text(labelWidth + length + 6, y + 10, label, halo),
      );
      y += barHeight;
    }
    if (rows.some(({ relative }) => relative !== null)) {
      const x = (labelWidth + scale).toFixed(1);
      parts.push(
        `<line x1="${x}" y1="${from - 2}" x2="${x}" y2="${y}" stroke="#2f5d9b" stroke-dasharray="2 2"/>`,
      );
    }
    parts.push(...bars);
    y += groupGap - 16;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" font-family="sans-serif" font-size="13" fill="#222222"><title>Requests per second, relative to PostGraphile</title>`,
    `<rect width="${width}" height="${y}" fill="#ffffff"/>`,
    text(labelWidth, 20, 'Requests per second, relative to PostGraphile (the dashed line)', 'font-size="15"'),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** Sixteen where that was measured, else the first. */
function mainConnections(groups: readonly BarGroup[]): number {
  return groups.some(({ connections }) => connections === 16) ? 16 : (groups[0]?.connections ?? 0);
}
