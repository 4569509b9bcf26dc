/**
 * The console and its API under one name, so that its cookies are first party: a CloudFront distribution that serves the page from a
 * bucket and hands `/api/*` on to API Gateway, uncached. Not one of the customers' distributions, which are made by the API alone.
 */
import { Duration, RemovalPolicy, type SecretValue, type Stack } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersReferrerPolicy,
  HttpVersion,
  type ICachePolicy,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { ASKED_EACH_TIME, CONTENT_SECURITY_POLICY, KEPT_FOR_EVER } from '../core/console-headers.ts';
import { CACHED_ERRORS } from '../core/distribution.ts';
import { createConsoleFirewall, ORIGIN_HEADER } from './firewall.ts';
import { removalOfTraces } from './keys.ts';
import { consoleHostOf, originHostOf, pointTo, zoneNamed } from './names.ts';
import type { Stage } from './stages.ts';

interface Surroundings {
  stage: Stage;
  certificate: ICertificate;
  originSecret: SecretValue;
  /** The page's files, or a stand-in where nobody will see them. */
  page: ISource;
  key: Key;
}

/** For the console's host and the one under which its distribution calls the API. */
export function createHomeCertificate(stack: Stack, stage: Stage): Certificate {
  return new Certificate(stack, 'ConsoleCertificate', {
    domainName: consoleHostOf(stage),
    subjectAlternativeNames: [originHostOf(stage)],
    validation: CertificateValidation.fromDns(zoneNamed(stack, stage.zone.id, stage.zone.name)),
  });
}

export function createConsole(stack: Stack, surroundings: Surroundings): Distribution {
  const { stage, certificate } = surroundings;
  const bucket = createBucket(stack);
  const host = consoleHostOf(stage);
  const distribution = new Distribution(stack, 'Console', {
    comment: `Console of ${stack.stackName}`,
    domainNames: [host],
    certificate,
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: HttpVersion.HTTP2_AND_3,
    webAclId: createConsoleFirewall(stack).attrArn,
    defaultRootObject: 'index.html',
    errorResponses: CACHED_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    defaultBehavior: pageBehavior(stack, bucket, 'Page', CachePolicy.CACHING_DISABLED),
    additionalBehaviors: {
      '/assets/*': pageBehavior(stack, bucket, 'Assets', CachePolicy.CACHING_OPTIMIZED),
      '/api/*': apiBehavior(stack, surroundings),
    },
  });
  pointTo(stack, zoneNamed(stack, stage.zone.id, stage.zone.name), host, new CloudFrontTarget(distribution));
  deployPage(stack, surroundings, bucket);
  return distribution;
}

/** What the page asks for first, then the page: whoever loads it meanwhile gets all of the old one or all of the new one. */
function deployPage(stack: Stack, { stage, page, key }: Surroundings, bucket: IBucket): void {
  const settings = {
    destinationBucket: bucket,
    sources: [page],
    prune: false, // a page that is open still asks for its own version's files
    logGroup: new LogGroup(stack, 'PageLogs', {
      retention: stage.logRetention,
      encryptionKey: key,
      removalPolicy: removalOfTraces(stage),
    }),
    memoryLimit: 256, // MB: the page is a few, unpacked one by one
  };
  // Kept with the objects, not added to whatever is answered: a file that is not there yet must not be missed for a year.
  const keptFor = (control: string) => [CacheControl.fromString(control)];
  const assets = new BucketDeployment(stack, 'Assets', {
    ...settings,
    exclude: ['*'],
    include: ['assets/*'],
    cacheControl: keptFor(KEPT_FOR_EVER),
  });
  const rest = new BucketDeployment(stack, 'Page', {
    ...settings,
    exclude: ['assets/*'],
    cacheControl: keptFor(ASKED_EACH_TIME),
  });
  rest.node.addDependency(assets);
}

/** What it holds is made anew by every deployment. SSE-S3: anybody may read the page, and CloudFront needs no right to our key. */
function createBucket(stack: Stack): IBucket {
  return new Bucket(stack, 'ConsoleFiles', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    // A bucket that is not empty keeps a stack from going, and the roll-back of a first deployment from ending: it is full by then.
    removalPolicy: RemovalPolicy.RETAIN,
  }) as IBucket;
}

function pageBehavior(stack: Stack, bucket: IBucket, id: string, cachePolicy: ICachePolicy): BehaviorOptions {
  return {
    // With LIST, S3 says 404 of what is not there; without, 403.
    origin: S3BucketOrigin.withOriginAccessControl(bucket, {
      originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
    }),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    cachePolicy,
    compress: true,
    responseHeadersPolicy: new ResponseHeadersPolicy(stack, `${id}Headers`, {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: CONTENT_SECURITY_POLICY, override: true },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
    }),
  };
}

/** Host is the origin's, so that API Gateway knows the name; who called is what CloudFront saw, whatever the caller says. */
function apiBehavior(stack: Stack, { stage, originSecret }: Surroundings): BehaviorOptions {
  const tellViewer = new EdgeFunction(stack, 'TellViewer', {
    comment: 'Tells the API the address of who called',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(TELL_VIEWER),
  });
  return {
    origin: new HttpOrigin(originHostOf(stage), {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      readTimeout: Duration.seconds(30), // API Gateway ends after 29
      customHeaders: { [ORIGIN_HEADER]: originSecret.unsafeUnwrap() }, // a reference that CloudFormation resolves
    }),
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY, // a secret by HTTP is lost already: no redirect invites it
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    functionAssociations: [{ function: tellViewer, eventType: FunctionEventType.VIEWER_REQUEST }],
  };
}

const TELL_VIEWER = `function handler(event) {
  event.request.headers['x-console-viewer'] = { value: event.viewer.ip };
  return event.request;
}`;
