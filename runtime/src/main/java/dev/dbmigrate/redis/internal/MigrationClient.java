package dev.dbmigrate.redis.internal;

import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.executors.CommandExecutor;

/** The driver's own client over connections that can be observed. It never sends a command twice. */
final class MigrationClient extends UnifiedJedis {

    MigrationClient(SessionPool pool, WriteLedger ledger) {
        super(new Executor(pool, ledger), pool, RedisProtocol.RESP2, null);
    }

    /** The runtime owns the connections: a migration that closes its client closes nothing. */
    @Override
    public void close() {}

    private record Executor(SessionPool pool, WriteLedger ledger) implements CommandExecutor {

        @Override
        public <T> T executeCommand(CommandObject<T> command) {
            // what fails before the command is sent is no answer to it
            try (Connection connection = pool.getConnection(command.getArguments())) {
                try {
                    return connection.executeCommand(command);
                } catch (JedisDataException e) {
                    ledger.refused(command.getArguments());
                    throw e;
                }
            }
        }

        @Override
        public void close() {}
    }
}
