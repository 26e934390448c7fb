/** What the explorer's page needs: the names that its files are served under, and the nonce of this answer. */
export interface ExplorerPageOptions {
  readonly assets: {
    readonly graphiqlStyle: string;
    readonly react: string;
    readonly reactDom: string;
    readonly graphiql: string;
  };
  readonly nonce: string;
  readonly sampleQuery: string;
}

/** Gives the policy that the page runs under: nothing but this server's own files, the nonce's script and no frames. */
export function explorerPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    // GraphiQL's editor sets style attributes and style elements.
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Gives the page of GraphiQL, which opens with the sample query. Every address in it is relative to `/explorer`, so that
 * it works behind a proxy that adds a prefix.
 */
export function explorerPage({ assets, nonce, sampleQuery }: ExplorerPageOptions): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>KinQL explorer</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets.graphiqlStyle}">
<style>body { margin: 0 } #explorer { height: 100vh }</style>
</head>
<body>
<div id="explorer">Loading…</div>
<script src="${assets.react}"></script>
<script src="${assets.reactDom}"></script>
<script src="${assets.graphiql}"></script>
<script nonce="${nonce}">
ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: 'graphql' }),
    defaultQuery: ${scriptValue(sampleQuery)},
    defaultEditorToolsVisibility: true,
    shouldPersistHeaders: false,
  }),
);
</script>
</body>
</html>
`;
}

/** Gives a value as a JavaScript literal that cannot end the script element it stands in. */
export function scriptValue(value: string): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
