/** Configurations of docker+machine runners for the tests, with a canary in each place for a secret. */

export const canaries = {
  token: "glrt-Canary0123456789abcd",
  accessKey: "AKIACANARYCANARY2345",
  secretKey: "Canary/0123456789/Canary/0123456789/Can0",
};

/** Names of keys as the runner's documentation has them. */
export const configToml = `
concurrent = 20
[session_server]
  session_timeout = 1800
[[runners]]
  name = "Autoscale Runner #1"
  # tags: docker, "large"
  url = "https://gitlab.example.com/"
  token = "${canaries.token}"
  executor = "docker+machine"
  limit = 10
  request_concurrency = 4
  environment = ["A=1", "B", "AWS_SECRET_ACCESS_KEY=${canaries.secretKey}"]
  [runners.docker]
    image = "alpine:3.20"
    privileged = true
    pull_policy = "always"
    volumes = ["/cache", "/certs/client", "/var/run/docker.sock:/var/run/docker.sock", "/data"]
    extra_hosts = ["a:192.0.2.1"]
  [runners.cache]
    Type = "s3"
    Path = "ci"
    Shared = true
    [runners.cache.s3]
      AccessKey = "${canaries.accessKey}"
      SecretKey = "${canaries.secretKey}"
      BucketName = "ci-cache"
      BucketLocation = "eu-west-1"
  [runners.machine]
    IdleCount = 1
    MachineDriver = "amazonec2"
    MachineOptions = [
      "amazonec2-instance-type=m5.xlarge",
      "amazonec2-region=eu-west-1",
      "amazonec2-request-spot-instance=true",
      "amazonec2-root-size=50",
      "amazonec2-tags=team,ci,lonely",
      "amazonec2-vpc-id=vpc-12345678",
      "amazonec2-access-key=${canaries.accessKey}",
      "amazonec2-future-option=1",
      "amazonec2-keypair-name=k",
    ]
    [[runners.machine.autoscaling]]
      Periods = ["* * 9-17 * * mon-fri *"]
      IdleCount = 5
      Timezone = "Europe/Berlin"
[[runners]]
  name = "autoscale runner 1"
  url = "https://gitlab.example.com/"
  executor = "shell"
`;

/** Variables of version 6 and newer of the module. */
export const tfvars = `
# The fleet
aws_region = "eu-west-1"
runner_instance = { name = "docker-default", type = "t3.micro" }
runner_gitlab = {
  url = "https://gitlab.com"
  preregistered_runner_token_ssm_parameter_name = "/ci/token"
}
runner_gitlab_registration_config = {
  registration_token = "${canaries.token}"
  tag_list = "a,b"
  run_untagged = "false"
  maximum_timeout = "3600"
}
runner_worker = { max_jobs = 20, environment_variables = ["A=1"] }
runner_manager = { maximum_concurrent_jobs = 30 }
runner_worker_docker_options = { image = var.image, volumes = ["/cache", "/certs/client"] }
runner_worker_docker_machine_instance = { types = ["m6i.2xlarge"], idle_count = 2 }
runner_worker_docker_machine_instance_spot = { enable = false }
runner_worker_docker_machine_autoscaling_options = [
  { periods = ["* * 0-9,17-23 * * mon-fri *"], idle_count = 4, timezone = "Europe/Amsterdam" }
]
runner_worker_gitlab_pipeline = { pre_build_script = <<EOT
echo hi
EOT
}
runner_worker_cache = { create = false, bucket = "ci-cache", shared = true }
tags = { team = "ci" }
`;
