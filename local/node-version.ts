/** The project runs on the Node 24 that its packages bring; an older one would fail later and less clearly. */
export function requireNode24(version = process.versions.node): void {
  if (Number(version.split('.')[0]) >= 24) return;
  throw new Error(
    `This needs Node 24, and this is ${version}. On Linux x64 and arm64 "npm ci" brings it for "npm start" and "npm run ..."; elsewhere install Node 24.`,
  );
}
