import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { explorerPage, explorerPolicy } from './explorer-page.ts';
import { send, sendText } from './send.ts';

interface Asset {
  readonly content: Buffer;
  readonly type: string;
  /** Changes with the content, so that browsers may keep the file under this address for good. */
  readonly address: string;
}

const folder = new URL('../../assets/explorer/', import.meta.url);

const types = {
  'graphiql.min.css': 'text/css; charset=utf-8',
  'react.min.js': 'text/javascript; charset=utf-8',
  'react-dom.min.js': 'text/javascript; charset=utf-8',
  'graphiql.min.js': 'text/javascript; charset=utf-8',
};

type AssetName = keyof typeof types;

/** Answers a GET of `/explorer` (an empty `name`) or of one of its files, `/explorer/<name>`. */
export type HandleExplorer = (name: string, response: ServerResponse) => Promise<void>;

/** Gives the handler of the explorer's page and files, which are read from disk once, when first asked for. */
export function createExplorerHandler(sampleQuery: string): HandleExplorer {
  let loading: Promise<Record<AssetName, Asset>> | undefined;
  return async (name, response) => {
    loading ??= loadAssets();
    const assets = await loading;
    if (name === '') {
      const nonce = randomBytes(16).toString('base64');
      response.setHeader('content-security-policy', explorerPolicy(nonce));
      response.setHeader('cache-control', 'no-store');
      response.setHeader('referrer-policy', 'no-referrer');
      const page = explorerPage({
        assets: {
          graphiqlStyle: assets['graphiql.min.css'].address,
          react: assets['react.min.js'].address,
          reactDom: assets['react-dom.min.js'].address,
          graphiql: assets['graphiql.min.js'].address,
        },
        nonce,
        sampleQuery,
      });
      send(response, 200, 'text/html; charset=utf-8', page);
    } else if (isAssetName(name)) {
      response.setHeader('cache-control', 'public, max-age=31536000, immutable');
      send(response, 200, assets[name].type, assets[name].content);
    } else {
      sendText(response, 404, 'Not found.');
    }
  };
}

function isAssetName(name: string): name is AssetName {
  return Object.hasOwn(types, name);
}

async function loadAssets(): Promise<Record<AssetName, Asset>> {
  const [style, react, reactDom, graphiql] = await Promise.all([
    loadAsset('graphiql.min.css'),
    loadAsset('react.min.js'),
    loadAsset('react-dom.min.js'),
    loadAsset('graphiql.min.js'),
  ]);
  return {
    'graphiql.min.css': style,
    'react.min.js': react,
    'react-dom.min.js': reactDom,
    'graphiql.min.js': graphiql,
  };
}

async function loadAsset(name: AssetName): Promise<Asset> {
  const content = await readFile(new URL(name, folder));
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { content, type: types[name], address: `explorer/${name}?v=${version}` };
}
