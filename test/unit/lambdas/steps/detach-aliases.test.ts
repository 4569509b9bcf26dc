import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  InvalidViewerCertificate,
  PreconditionFailed,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import type { MovePhase, OwnershipMove } from '../../../../core/move.ts';
import { createLeases } from '../../../../lambdas/records/leases.ts';
import { create } from '../../../../lambdas/steps/detach-aliases.ts';
import { ALIASES, CERTIFICATE, findings, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);

const CONFIG = { CallerReference: 'acme', Comment: '', Enabled: true };
const EARLIER = 'arn:aws:acm:us-east-1:111122223333:certificate/earlier';
const sni = (ACMCertificateArn: string) => ({
  ACMCertificateArn,
  SSLSupportMethod: 'sni-only',
  MinimumProtocolVersion: 'TLSv1.2_2021',
});

/** A request that attached its certificate and all its aliases to a distribution that served this before. */
async function givenAttached(before: { certificateArn: string | null; aliases: string[] }, aliases: string[]) {
  await scene.givenSite();
  await scene.givenRequest({
    certificateArn: CERTIFICATE,
    servedBefore: before,
    conditions: findings('attached', 'AliasAttached', () => ({ distribution: 'E1ACME2EXAMPLE' })),
  });
  givenConfig({ Aliases: { Quantity: aliases.length, Items: aliases }, ViewerCertificate: sni(CERTIFICATE) });
}

function givenConfig(config: object) {
  const DistributionConfig = { ...CONFIG, ...config } as never;
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E2QWRUHAPOMQZL', DistributionConfig });
  cloudFront.on(UpdateDistributionCommand).resolves({});
}
const written = () => cloudFront.commandCalls(UpdateDistributionCommand).map(({ args: [command] }) => command.input);

it('puts back the default certificate, and takes the aliases off, under the ETag just read', async () => {
  await givenAttached({ certificateArn: null, aliases: [] }, ALIASES);

  expect(await scene.made(create)()).toEqual({ verdict: 'detached' });
  expect(written()).toEqual([
    {
      Id: 'E1ACME2EXAMPLE',
      IfMatch: 'E2QWRUHAPOMQZL',
      DistributionConfig: {
        ...CONFIG,
        Aliases: { Quantity: 0 },
        ViewerCertificate: { CloudFrontDefaultCertificate: true },
      },
    },
  ]);
  const gone = (alias: string) => ({
    alias,
    name: 'attached',
    finding: { reason: 'AliasDetached', facts: { alias, distribution: 'E1ACME2EXAMPLE' } },
  });
  expect(await scene.recorded()).toEqual([
    {
      type: 'Detached',
      at: NOW,
      by: 'service',
      text: 'Distribution E1ACME2EXAMPLE serves again what it served before.',
      set: { step: 'DetachAliases' },
      conditions: ALIASES.map(gone),
    },
  ]);
});

it('takes the names off too that it was to take off, and that came on with the request before it', async () => {
  await scene.givenSite();
  const servedBefore = { certificateArn: EARLIER, aliases: ['login.example.com'] };
  const misled = 'login.example.net';
  await scene.givenRequest({ certificateArn: CERTIFICATE, servedBefore, without: [misled], offAir: [misled] });
  const Items = [...ALIASES, misled];
  givenConfig({ Aliases: { Quantity: Items.length, Items }, ViewerCertificate: sni(CERTIFICATE) });

  expect(await scene.made(create)()).toEqual({ verdict: 'detached' });
  expect(written()).toMatchObject([
    { DistributionConfig: { Aliases: { Items: ['login.example.com'] }, ViewerCertificate: sni(EARLIER) } },
  ]);
});

it('puts back the certificate that was there, and leaves the aliases that served with it', async () => {
  await givenAttached({ certificateArn: EARLIER, aliases: ['login.example.com'] }, [...ALIASES, 'login.other.example']);

  await scene.made(create)();
  expect(written()).toMatchObject([
    {
      DistributionConfig: {
        Aliases: { Quantity: 2, Items: ['login.example.com', 'login.other.example'] },
        ViewerCertificate: sni(EARLIER),
      },
    },
  ]);
  const { conditions } = await scene.request();
  expect(conditions['login.example.com']?.attached?.reason).toBe('AliasAttached');
  expect(conditions['login.example.org']?.attached?.reason).toBe('AliasDetached');
});

it('writes once when it runs twice, and the certificate is still waited for', async () => {
  await givenAttached({ certificateArn: null, aliases: [] }, ALIASES);
  const detach = scene.made(create);
  await detach();
  givenConfig({ Aliases: { Quantity: 0 }, ViewerCertificate: { CloudFrontDefaultCertificate: true } });
  expect(await detach()).toEqual({ verdict: 'detached' });
  expect(written()).toHaveLength(1);
  expect(await scene.recorded()).toHaveLength(1);
});

it('touches nothing for a request that never attached its certificate', async () => {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  expect(await scene.made(create)()).toEqual({ verdict: 'untouched' });
  expect(callsOf(cloudFront)).toEqual([]);
  expect(await scene.recorded()).toEqual([]);
});

it('is tried again when another writer was faster, or has the lease', async () => {
  await givenAttached({ certificateArn: null, aliases: [] }, ALIASES);
  cloudFront.on(UpdateDistributionCommand).rejects(new PreconditionFailed({ message: 'etag', $metadata: {} }));
  await expect(scene.made(create)()).rejects.toMatchObject({ name: 'ChangedMeanwhile' });
  await createLeases(scene.table).holding('cloudfront', 'another request', new Date(NOW), async () => {
    await expect(scene.made(create)()).rejects.toMatchObject({ name: 'WriterBusy' });
  });
});

describe('where names served before that it has taken off the air', () => {
  async function givenOffAir(status: 'READY' | 'ACTIVE') {
    await scene.givenSite();
    const conditions = findings('serving', 'TakenOffAir', () => ({ requestId: REQUEST_ID }), ['login.example.org']);
    const old = { requestId: 'req-old', status, waitingOn: 'site admin', certificateArn: EARLIER } as const;
    await scene.givenRequest({ ...old, conditions });
    const proof = { fingerprint256: '3A', notAfter: '2027-06-06T23:59:59.000Z' };
    const seen = { alias: 'login.example.org', kind: 'serving', at: NOW, seen: { serves: true, proof } } as const;
    await scene.requests.addEvidence('req-old', [seen]);
    const servedBefore = { certificateArn: EARLIER, aliases: ALIASES };
    const next = { replaces: 'req-old', aliases: ['login.example.com'], servedBefore };
    await scene.givenRequest({ ...next, certificateArn: CERTIFICATE });
    givenConfig({ Aliases: { Quantity: 1, Items: ['login.example.com'] }, ViewerCertificate: sni(CERTIFICATE) });
  }

  it.each([
    ['ACTIVE', 'nobody'],
    ['READY', 'site admin'], // its prefix went out of the settings: somebody may save it again
  ] as const)(
    'says of the %s request that serves again that they are back, and whom it waits for: %s',
    async (status, waitingOn) => {
      await givenOffAir(status);
      await scene.made(create)();
      const old = await scene.request('req-old');
      expect(old.conditions['login.example.org']?.serving?.reason).toBe('Serves');
      expect(old).toMatchObject({ status, waitingOn, deadline: null });
    },
  );
});

describe('where what served before cannot serve again', () => {
  /** Of what is put back; taking names off, with the certificate that is there, is taken. */
  function givenRefused() {
    cloudFront.on(UpdateDistributionCommand).callsFake(({ DistributionConfig }) => {
      if (DistributionConfig?.ViewerCertificate?.ACMCertificateArn === EARLIER)
        throw new InvalidViewerCertificate({ message: 'expired', $metadata: {} });
      return {};
    });
  }

  it('has another request go on with the names that served, and takes the others off', async () => {
    await givenAttached({ certificateArn: EARLIER, aliases: ['login.example.com'] }, ALIASES);
    await scene.requests.change(REQUEST_ID, () => ({
      type: 'CertificateIssued',
      at: NOW,
      by: 'service',
      text: 'x',
      set: { notAfter: '2027-06-07T23:59:59.000Z' },
    }));
    givenRefused();

    expect(await scene.made(create)()).toEqual({ verdict: 'handedOver' });
    expect(written().at(-1)).toMatchObject({
      DistributionConfig: { Aliases: { Items: ['login.example.com'] }, ViewerCertificate: sni(CERTIFICATE) },
    });
    const { continuation, replacedBy, step } = await scene.request();
    expect({ continuation, step }).toEqual({
      continuation: { without: ['login.example.org'], offAir: [] },
      step: 'RecordFailure',
    });
    expect(replacedBy).toMatch(/^req-20261121-/);
    expect(await scene.made(create)()).toEqual({ verdict: 'handedOver' });
    expect((await scene.request()).replacedBy).toBe(replacedBy);
  });

  it.each([
    ['two weeks are left of it', '2026-12-05T23:59:59.000Z', null, 'handedOver'],
    ['more is left, and its move may take a month', '2027-01-04T23:59:59.000Z', 'SUPPORT', 'handedOver'],
    ['more is left', '2026-12-07T23:59:59.000Z', null, 'detached'],
  ] as const)('does with it what is safe where %s', async (_, notAfter, phase, verdict) => {
    await scene.givenRequest({ requestId: 'req-earlier', certificateArn: EARLIER, notAfter, status: 'READY' });
    await givenAttached({ certificateArn: EARLIER, aliases: ['login.example.com'] }, ALIASES);
    const moveId = phase && `${REQUEST_ID}-move-1`;
    const set = { notAfter: '2027-06-07T23:59:59.000Z', moveId };
    await scene.requests.change(REQUEST_ID, () => ({ type: 'CertificateIssued', at: NOW, by: 'x', text: 'x', set }));
    const move = { moveId, siteId: 'acme', requestId: REQUEST_ID, phase, version: 1 };
    if (moveId) await scene.moves.open(move as OwnershipMove);

    expect(await scene.made(create)()).toEqual({ verdict });
    const stays = verdict === 'handedOver';
    expect(written().at(-1)).toMatchObject({
      DistributionConfig: {
        Aliases: { Items: ['login.example.com'] },
        ViewerCertificate: sni(stays ? CERTIFICATE : EARLIER),
      },
    });
    expect((await scene.request()).continuation).toEqual(stays ? { without: ['login.example.org'], offAir: [] } : null);
  });

  it('leaves its certificate where it is when there is nothing to leave out', async () => {
    await givenAttached({ certificateArn: EARLIER, aliases: ALIASES }, ALIASES);
    givenRefused();
    expect(await scene.made(create)()).toEqual({ verdict: 'detached' });
    expect(written()).toHaveLength(1);
    expect((await scene.request()).continuation).toBeNull();
  });
});

describe('while an ownership move is under way', () => {
  async function detachIn(phase: MovePhase, servedBy = REQUEST_ID) {
    const moveId = `${REQUEST_ID}-move-1`;
    await givenAttached({ certificateArn: EARLIER, aliases: ['login.example.com'] }, ALIASES);
    await scene.requests.change(REQUEST_ID, () => ({
      type: 'MoveStarted',
      at: NOW,
      by: 'x',
      text: 'x',
      set: { moveId },
    }));
    await scene.moves.open({ moveId, siteId: 'acme', requestId: servedBy, phase, version: 1 } as OwnershipMove);
    return scene.made(create)();
  }

  it('takes off the names only, when AWS Support works on its case: the certificate is needed for that', async () => {
    expect(await detachIn('SUPPORT')).toEqual({ verdict: 'kept' });
    expect(written()).toMatchObject([
      {
        DistributionConfig: {
          Aliases: { Quantity: 1, Items: ['login.example.com'] },
          ViewerCertificate: sni(CERTIFICATE),
        },
      },
    ]);
    expect(await scene.recorded()).toMatchObject([
      {},
      {
        text: 'The names are off distribution E1ACME2EXAMPLE. The certificate stays until AWS has done what it was asked for.',
        conditions: [{ alias: 'login.example.org', finding: { reason: 'AliasDetached' } }],
      },
    ]);
  });

  it.each(['OPENING', 'TXT', 'API', 'ENDED'] as const)('takes everything back in phase %s', async (phase) => {
    expect(await detachIn(phase)).toEqual({ verdict: 'detached' });
    expect(written()).toMatchObject([{ DistributionConfig: { ViewerCertificate: sni(EARLIER) } }]);
  });

  it('takes everything back when the move is at its end: it would take nothing any more', async () => {
    const moveId = `${REQUEST_ID}-move-1`;
    await givenAttached({ certificateArn: EARLIER, aliases: ['login.example.com'] }, ALIASES);
    const started = { type: 'MoveStarted', at: NOW, by: 'x', text: 'x', set: { moveId } } as const;
    await scene.requests.change(REQUEST_ID, () => started);
    const move = { moveId, siteId: 'acme', requestId: REQUEST_ID, phase: 'SUPPORT', isEnding: true, version: 1 };
    await scene.moves.open(move as OwnershipMove);
    expect(await scene.made(create)()).toEqual({ verdict: 'detached' });
    expect(written()).toMatchObject([{ DistributionConfig: { ViewerCertificate: sni(EARLIER) } }]);
  });

  it('leaves its certificate to the move in one write, and says the same when it runs again', async () => {
    expect(await detachIn('SUPPORT')).toEqual({ verdict: 'kept' });
    const moveId = `${REQUEST_ID}-move-1`;
    expect(await scene.moves.require(moveId)).toMatchObject({ outlives: REQUEST_ID });
    await scene.moves.end(moveId, 'moved', NOW);
    expect(await scene.made(create)()).toEqual({ verdict: 'kept' });
  });

  it('takes everything back when the move works for another request by now', async () => {
    expect(await detachIn('SUPPORT', 'req-later')).toEqual({ verdict: 'detached' });
  });
});

describe('where another request goes on', () => {
  const wish = { replacedBy: 'req-heir', continuation: { without: ['login.example.org'], offAir: [] } };
  async function detachWith(set: object) {
    await givenAttached({ certificateArn: EARLIER, aliases: ['login.example.com'] }, ALIASES);
    await scene.requests.change(REQUEST_ID, () => ({ type: 'WithoutAsked', at: NOW, by: 'x', text: 'x', set }));
    return scene.made(create)();
  }
  const issued = { notAfter: '2027-06-06T23:59:59.000Z' };

  it('leaves everything as it is, and is past canceling from then on', async () => {
    expect(await detachWith({ ...wish, ...issued })).toEqual({ verdict: 'handedOver' });
    expect(callsOf(cloudFront)).toEqual([]);
    expect((await scene.request()).step).toBe('RecordFailure');
  });

  it('takes everything back when the wish was taken back', async () => {
    expect(await detachWith({ ...issued })).toEqual({ verdict: 'detached' });
  });

  it('takes no wish any more from when it goes back', async () => {
    await givenAttached({ certificateArn: EARLIER, aliases: ['login.example.com'] }, ALIASES);
    await scene.requests.change(REQUEST_ID, () => ({
      type: 'CertificateIssued',
      at: NOW,
      by: 'x',
      text: 'x',
      set: issued,
    }));
    let step = '';
    cloudFront.on(UpdateDistributionCommand).callsFake(async () => {
      step = (await scene.request()).step;
      return {};
    });
    expect(await scene.made(create)()).toEqual({ verdict: 'detached' });
    expect(step).toBe('DetachAliases'); // where it is refused: lambdas/api/operations/continue-without.ts
  });

  it('takes no wish any more where an issued certificate never came on, and is deleted next', async () => {
    await scene.givenSite();
    await scene.givenRequest({ certificateArn: CERTIFICATE, step: 'AttachCertificate', ...issued });
    const detach = scene.made(create);
    expect(await detach()).toEqual({ verdict: 'untouched' });
    expect(await detach()).toEqual({ verdict: 'untouched' });
    expect(await scene.recorded()).toMatchObject([{ type: 'Detached', set: { step: 'DetachAliases' } }]);
  });

  it('goes back all the same when a name that served before does not', async () => {
    await scene.givenSite();
    await givenAttached({ certificateArn: EARLIER, aliases: ['login.example.com'] }, ALIASES);
    const conditions = findings('serving', 'DoesNotServe', () => ({ found: 'no answer' }), ['login.example.com']);
    const set = { ...wish, ...issued };
    await scene.requests.change(REQUEST_ID, () => ({ type: 'Served', at: NOW, by: 'x', text: 'x', set, conditions }));
    expect(await scene.made(create)()).toEqual({ verdict: 'detached' });
    expect(written()).toMatchObject([{ DistributionConfig: { ViewerCertificate: sni(EARLIER) } }]);
  });
});
