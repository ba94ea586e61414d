package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Transaction;

/** A transaction of the driver whose end belongs to the runtime. */
final class AtomicTransaction extends Transaction {

    AtomicTransaction(Connection connection) {
        super(connection, true, false);
    }

    List<Object> execNow() {
        return super.exec();
    }

    String discardNow() {
        return super.discard();
    }

    @Override
    public List<Object> exec() {
        throw refused("exec()");
    }

    @Override
    public String discard() {
        throw refused("discard()");
    }

    @Override
    public String watch(String... keys) {
        throw refused("watch()");
    }

    @Override
    public String watch(byte[]... keys) {
        throw refused("watch()");
    }

    @Override
    public String unwatch() {
        throw refused("unwatch()");
    }

    private static DbMigrateException refused(String what) {
        return new DbMigrateException(
                Diagnostic.STATEMENT_REFUSED,
                what
                        + " is refused within atomically(…): the runtime ends the transaction itself, together with its record."
                        + " Throw an exception to give it up");
    }
}
