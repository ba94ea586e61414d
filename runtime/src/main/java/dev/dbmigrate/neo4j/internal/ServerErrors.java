package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.TargetConfig;
import java.util.Set;
import java.util.function.Supplier;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.DiscoveryException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.SessionExpiredException;
import org.neo4j.driver.exceptions.TransientException;

/** Turns the driver's exceptions into dbmigrate's, each with its mend. */
final class ServerErrors {

    private static final Set<String> REFUSED_USER = Set.of(
            "Neo.ClientError.Security.Unauthorized",
            "Neo.ClientError.Security.AuthenticationRateLimit",
            "Neo.ClientError.Security.CredentialsExpired",
            "Neo.ClientError.Security.TokenExpired");
    private static final Set<String> NOT_WRITABLE = Set.of(
            "Neo.ClientError.Cluster.NotALeader",
            "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
            "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase");

    private final TargetConfig config;

    ServerErrors(TargetConfig config) {
        this.config = config;
    }

    /**
     * Runs a piece of dbmigrate's own work.
     *
     * @param doing what it is, for the message: {@code read dbmigrate's records}
     * @param work the work
     * @return its result
     * @throws DbMigrateException instead of the driver's exception
     */
    <T> T guard(String doing, Supplier<T> work) {
        try {
            return work.get();
        } catch (Neo4jException e) {
            throw translate(doing, e);
        }
    }

    DbMigrateException translate(String doing, Neo4jException e) {
        String where = "the Neo4j database '" + config.name() + "' at " + config.displayUrl();
        String code = code(e);
        if (e instanceof AuthenticationException || REFUSED_USER.contains(code)) {
            return new DbMigrateException(
                    Diagnostic.AUTHENTICATION,
                    where + " refuses the user or the password (" + reason(e) + "): check "
                            + Neo4jAddress.parameter(config, "user") + " and "
                            + Neo4jAddress.parameter(config, "password"),
                    e);
        }
        if (code.startsWith("Neo.ClientError.Security.")) {
            return new DbMigrateException(
                    Diagnostic.PERMISSION,
                    "the user may not " + doing + " on " + where + " (" + reason(e)
                            + "): grant it the rights of docs/guides/neo4j.md#rights",
                    e);
        }
        if (code.equals("Neo.ClientError.Database.DatabaseNotFound")) {
            return new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    where + " does not exist on the server (" + reason(e) + "): check "
                            + Neo4jAddress.parameter(config, "database"),
                    e);
        }
        if (NOT_WRITABLE.contains(code)) {
            return new DbMigrateException(
                    Diagnostic.UNREACHABLE,
                    where + " cannot be written through this server (" + reason(e)
                            + "): write neo4j:// instead of bolt:// in " + Neo4jAddress.parameter(config, "url")
                            + ", so that the driver finds the member that takes writes",
                    e);
        }
        if (connectionLost(e)) {
            return new DbMigrateException(
                    Diagnostic.UNREACHABLE,
                    where + " cannot be reached (" + reason(e)
                            + "): check that the server runs, and scheme, host and port in "
                            + Neo4jAddress.parameter(config, "url"),
                    e);
        }
        return new DbMigrateException(
                Diagnostic.UNSUPPORTED_SERVER,
                where + " refused to " + doing + ": " + reason(e) + " (" + code + ")",
                e);
    }

    /** Whether the server could not be asked, or its answer did not come; as opposed to having refused. */
    static boolean connectionLost(Throwable e) {
        return e instanceof ServiceUnavailableException
                || e instanceof SessionExpiredException
                || e instanceof DiscoveryException
                || (e instanceof Neo4jException other
                        && code(other).equals("N/A")
                        && !(e instanceof TransientException));
    }

    /** Whether a transaction was ended while it waited for a lock, in most cases because its time was up. */
    static boolean waitedInVain(Neo4jException e) {
        String code = code(e);
        return code.endsWith(".LockClientStopped")
                || code.contains("TransactionTimedOut")
                || code.contains("LockAcquisitionTimeout");
    }

    /** Whether somebody ended the transaction. */
    static boolean terminated(Neo4jException e) {
        return code(e).endsWith(".Terminated");
    }

    static String code(Neo4jException e) {
        String code = e.code();
        return code == null ? "N/A" : code;
    }

    /** What the server or the network said, without stack and without repeating itself. */
    static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getName() : message.strip();
    }
}
