/** A short example for each section, without the name and the Region. */
const sections: Readonly<Record<string, string>> = {
  versions: `versions:
  set: current
  kubernetes: "1.35" # in quotes: YAML reads 1.30 as 1.3
`,
  iam: `iam:
  permissionsBoundary: arn:aws:iam::111122223333:policy/company/Boundary
  rolePath: /ci/
`,
  network: `network:
  cidr: 10.20.0.0/16
  zones: [eu-west-1a, eu-west-1b]
  nat: per-zone
`,
  cluster: `cluster:
  endpoint:
    allowedCidrs: [203.0.113.10/32]
  platform: fargate
  access:
    roles:
      - arn: arn:aws:iam::111122223333:role/admins
        username: admin
        groups: [system:masters]
`,
  addons: `addons:
  karpenter:
    nodePools:
      spot: { capacity: spot, cpus: [4, 8] }
  alarms:
    enabled: true
    snsTopicArn: arn:aws:sns:eu-west-1:111122223333:ci-alarms
  blueprints:
    enable_metrics_server: true
`,
  gitlabCa: `gitlabCa:
  secret: company-ca
  key: company.crt
`,
  proxy: `proxy:
  http: http://proxy.example.com:3128
  https: http://proxy.example.com:3128
  no: [.example.com]
`,
  images: `images:
  mirrors:
    registry.gitlab.com: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/gitlab
    public.ecr.aws: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/ecr-public
  pullSecrets: [registry-login]
`,
  runners: `runners:
  - name: fargate
    token: env:TF_VAR_fargate_token
    concurrent: 100
    job: { cpu: 1, memory: 2Gi }
  - name: spot
    token: ssm:/ci/spot-token
    compute: spot
    environment: { CI_DEBUG_SERVICES: "true" }
    job:
      serviceAccount:
        policyArns: [arn:aws:iam::111122223333:policy/push-images]
      volumes:
        emptyDir: [{ name: docker-certs, mountPath: /certs/client, medium: Memory }]
`,
  state: `state:
  backend: s3
  bucket: my-terraform-state
  prefix: ci
`,
  capacity: `capacity:
  jobSeconds: 240
  fargateVcpuQuota: 500
`,
};

/** A short example for each page of the reference. A test checks that each one is a valid configuration. */
export const examples: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(sections).map(([name, text]) => [name, `name: ci\nregion: eu-west-1\n${text}`]),
);
