/**
 * Ports of servers that are often used as services, by the last part of the image name. Source: `EXPOSE` of
 * docker-library/mysql@7f30fdb0, docker-library/postgres@6edb0a8c, MariaDB/mariadb-docker@1b6429ba,
 * redis/docker-library-redis@e5650da9, docker-library/mongo@2c69a57b, docker-library/rabbitmq@9193c1de,
 * docker-library/memcached@53ac0ecb; read 2026-11-30.
 */
export const servicePorts: ReadonlyMap<string, number> = new Map([
  ["mysql", 3306],
  ["mariadb", 3306],
  ["postgres", 5432],
  ["redis", 6379],
  ["mongo", 27017],
  ["rabbitmq", 5672],
  ["memcached", 11211],
]);
