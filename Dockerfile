# KinQL serving its sample. For models of your own, see "In a container" in docs/deployment.md.
FROM node:22-slim

WORKDIR /app
ENV HOST=0.0.0.0 PORT=4000

# `npm ci` builds src and copies the explorer's files (the script "prepare"), so both have to be there.
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm ci

COPY schema ./schema

USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# Not through npm, so that SIGTERM reaches the server itself.
CMD ["node", "--import", "tsx", "schema/start.ts"]
