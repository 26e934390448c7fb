import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

/** Lists of songs: a row of Track puts a song at a place in a list, and somebody put it there. */
function defineSongs(sequelize: Sequelize): void {
  const Person = sequelize.define('Person', { name: DataTypes.STRING }, bare);
  const Playlist = sequelize.define('Playlist', { name: DataTypes.STRING }, bare);
  const Song = sequelize.define('Song', { title: { type: DataTypes.STRING, field: 'song_title' } }, bare);
  const Track = sequelize.define(
    'Track',
    {
      id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
      place: { type: DataTypes.INTEGER, field: 'at_place' },
      kind: DataTypes.ENUM('intro', 'main', 'extra'),
    },
    bare,
  );
  Track.belongsTo(Person, { as: 'addedBy', foreignKey: 'addedById' });
  Playlist.belongsToMany(Song, {
    as: 'songs',
    through: Track,
    foreignKey: 'playlistId',
    otherKey: 'songId',
  });
  Song.belongsToMany(Playlist, { as: 'lists', through: Track, foreignKey: 'songId', otherKey: 'playlistId' });
}

async function fillSongs({ models }: Sequelize): Promise<void> {
  await models.Person?.bulkCreate([{ name: 'zoe' }, { name: 'ali' }]);
  await models.Playlist?.bulkCreate([{ name: 'one' }, { name: 'two' }, { name: 'none' }]);
  await models.Song?.bulkCreate(['a', 'b', 'c', 'd', 'e'].map((title) => ({ title })));
  await models.Track?.bulkCreate(
    [
      [1, 1, 3, 'extra', 1],
      [1, 2, null, 'intro', 2],
      [1, 3, 1, 'main', null],
      [1, 4, 2, 'main', 2],
      [1, 5, 2, 'intro', 1],
      [2, 5, 1, 'extra', 2],
      [2, 1, 2, 'main', 1],
    ].map(([playlistId, songId, place, kind, addedById]) => ({ playlistId, songId, place, kind, addedById })),
  );
}

interface Edges {
  readonly playlist: {
    readonly songsConnection: {
      readonly edges: readonly { readonly cursor: string; readonly node: { readonly title: string } }[];
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly hasPreviousPage: boolean;
        readonly startCursor: string | null;
        readonly endCursor: string | null;
      };
    };
  };
}

describe('an order by the rows that connect', () => {
  onEachDatabase({ name: 'orders_through', define: defineSongs, fill: fillSongs }, (world) => {
    it('orders the list under each parent, in one statement for all', async () => {
      const { data, statements } = await world().query(
        '{ playlists { songs(orderBy: [{ through: { place: ASC } }, { title: DESC }]) { title } } }',
      );
      expect(data).toEqual({
        playlists: [
          { songs: ['c', 'e', 'd', 'a', 'b'].map((title) => ({ title })) },
          { songs: ['e', 'a'].map((title) => ({ title })) },
          { songs: [] },
        ],
      });
      expect(statements).toHaveLength(2);
    });

    it('puts what Sequelize gives in the order of its join rows', async () => {
      const { data } = await world().query(
        '{ playlist(id: 1) { songs(where: { title: { ne: "b" } }, orderBy: [{ through: { place: DESC_NULLS_LAST } }, { title: ASC }]) { title } } }',
      );
      const list = await world().sequelize.models.Playlist?.findByPk(1, { include: ['songs'] });
      const songs = list?.get('songs') as { get(name: string): unknown }[];
      const titles = songs
        .map((song) => ({
          title: String(song.get('title')),
          place: (song.get('Track') as { get(name: string): number | null }).get('place'),
        }))
        .filter(({ title }) => title !== 'b')
        .sort(
          (left, right) => Number(right.place) - Number(left.place) || (left.title < right.title ? -1 : 1),
        )
        .map(({ title }) => title);
      expect(titles).toEqual(['a', 'd', 'e', 'c']);
      expect(data).toEqual({ playlist: { songs: titles.map((title) => ({ title })) } });
    });

    it('has nulls where the direction says, and goes on to what the connecting row belongs to', async () => {
      const { data } = await world().query(`{ playlist(id: 1) {
        first: songs(orderBy: [{ through: { place: ASC_NULLS_FIRST } }], limit: 2) { title }
        byPerson: songs(orderBy: [{ through: { addedBy: { name: ASC } } }, { through: { place: DESC } }]) { title }
        byKind: songs(orderBy: [{ through: { kind: DESC } }]) { title }
      } }`);
      expect(data).toEqual({
        playlist: {
          first: [{ title: 'b' }, { title: 'c' }],
          byPerson: ['b', 'd', 'a', 'e', 'c'].map((title) => ({ title })),
          byKind: ['a', 'c', 'd', 'b', 'e'].map((title) => ({ title })),
        },
      });
    });

    it.each([
      ['{ through: { place: ASC } }', ['c', 'd', 'e', 'a', 'b']],
      ['{ through: { place: DESC_NULLS_LAST } }', ['a', 'd', 'e', 'c', 'b']],
      ['{ through: { kind: ASC } }, { through: { place: ASC } }', ['e', 'b', 'c', 'd', 'a']],
      ['{ through: { addedBy: { name: DESC } } }', ['c', 'a', 'e', 'b', 'd']],
    ])('makes pages by cursors from either end: %s', async (orderBy, titles) => {
      const ask = async (page: string) => {
        const { data, errors, statements } = await world().query(`{ playlist(id: 1) {
          songsConnection(orderBy: [${orderBy}], ${page}) {
            edges { cursor node { title } }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          }
        } }`);
        expect(errors).toBeUndefined();
        expect(statements).toHaveLength(2);
        return (data as Edges).playlist.songsConnection;
      };
      const seen: string[] = [];
      for (let page = await ask('first: 2'); ; ) {
        seen.push(...page.edges.map(({ node }) => node.title));
        if (!page.pageInfo.hasNextPage) {
          break;
        }
        page = await ask(`first: 2, after: "${page.pageInfo.endCursor}"`);
      }
      expect(seen).toEqual(titles);
      const backwards: string[] = [];
      for (let page = await ask('last: 2'); ; ) {
        backwards.unshift(...page.edges.map(({ node }) => node.title));
        if (!page.pageInfo.hasPreviousPage) {
          break;
        }
        page = await ask(`last: 2, before: "${page.pageInfo.startCursor}"`);
      }
      expect(backwards).toEqual(titles);
    });

    it('refuses a cursor of another order', async () => {
      const { data } = await world().query(
        '{ playlist(id: 1) { songsConnection(orderBy: [{ through: { id: ASC } }]) { pageInfo { endCursor } } } }',
      );
      const { endCursor } = (data as Edges).playlist.songsConnection.pageInfo;
      const { errors } = await world().query(
        `{ playlist(id: 1) { songsConnection(orderBy: [{ id: ASC }], after: "${endCursor}") { nodes { id } } } }`,
      );
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['playlist', 'songsConnection'] }]);
    });
  });
});
