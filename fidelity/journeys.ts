/**
 * Whole journeys of the product, by its own functions: each answer that AWS gives them here is held against botocore's model of the
 * service. The rule kept here: an answer is judged once, however often it comes again.
 */
import { createHash } from 'node:crypto';
import { JOURNEYS, openJourney, travel } from '../soak/journeys.ts';
import type { Driver, Recorded } from './peers.ts';

/** Services as the AWS CLI and boto3 name them, by their folders under local/aws; the others are called alike. */
const NAMES: Readonly<Record<string, string>> = {
  eventbridge: 'events',
  servicequotas: 'service-quotas',
  ses: 'sesv2',
  states: 'stepfunctions',
};

export interface Judged {
  /** Answers that were judged. */
  answers: number;
  /** `acm DescribeCertificate: ...` */
  breaches: string[];
}

export async function judgeJourneys(driver: Driver): Promise<Judged> {
  const recorded = new Map<string, Recorded>();
  for (const journey of JOURNEYS) {
    const stage = await openJourney(journey, 'fidelity');
    stage.onAnswered(({ service, operation }, { status, headers, body }) => {
      const bytes = Buffer.from(body);
      const key = createHash('sha256').update(`${service} ${operation} ${status} `).update(bytes).digest('hex');
      const answer = { status, headers, body: bytes.toString('base64') };
      recorded.set(key, { service: NAMES[service] ?? service, operation, ...answer });
    });
    await travel(stage, journey);
    await stage.stop();
  }
  const breaches: string[] = [];
  for (const answer of recorded.values()) {
    const { breaches: found = [], error, unsent } = await driver.judge(answer);
    if (unsent || error?.status === 0) continue; // the model is older than the operation
    breaches.push(...found.map((words) => `${answer.service} ${answer.operation} ${words}`));
  }
  return { answers: recorded.size, breaches: [...new Set(breaches)] };
}
