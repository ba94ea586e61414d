package dev.dbmigrate.mongodb.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.TargetConfig;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the driver's exceptions into dbmigrate's, each with its mend. */
final class ServerErrors {

    static final int UNAUTHORIZED = 13;
    static final int AUTHENTICATION_FAILED = 18;
    static final int NAMESPACE_EXISTS = 48;
    static final int COMMAND_NOT_FOUND = 59;
    static final int DUPLICATE_KEY = 11000;
    /** Killed by an operator or a newer owner, by a shutdown, by a failover, or because its time was up. */
    private static final Set<Integer> INTERRUPTED = Set.of(11600, 11601, 11602, 50, 262);

    private static final int ATLAS = 8000;
    private static final Pattern ROOT = Pattern.compile("caused by \\{([^{}]*)}");

    private final TargetConfig config;

    ServerErrors(TargetConfig config) {
        this.config = config;
    }

    /**
     * Runs a piece of dbmigrate's own work.
     *
     * @param doing what it is, for the message: {@code read its records}
     * @param work the work
     * @return its result
     * @throws DbMigrateException instead of the driver's exception
     */
    <T> T guard(String doing, Supplier<T> work) {
        try {
            return work.get();
        } catch (MongoException e) {
            throw translate(doing, e);
        }
    }

    DbMigrateException translate(String doing, MongoException e) {
        String where = "the MongoDB database '" + config.name() + "' at " + config.displayUrl();
        int code = e.getCode();
        if (e instanceof MongoSecurityException || code == AUTHENTICATION_FAILED) {
            return new DbMigrateException(
                    Diagnostic.AUTHENTICATION,
                    where + " refuses the user or the password: check " + MongoAddress.parameter(config, "user")
                            + " and " + MongoAddress.parameter(config, "password")
                            + ", and name the database that holds the user with ?authSource=… in the URL if it is not 'admin'",
                    e);
        }
        if (code == UNAUTHORIZED || code == ATLAS) {
            return new DbMigrateException(
                    Diagnostic.PERMISSION,
                    "the user may not " + doing + " on " + where + " (" + reason(e)
                            + "): grant it the role readWrite on this database",
                    e);
        }
        if (unreachable(e)) {
            return new DbMigrateException(
                    Diagnostic.UNREACHABLE,
                    where + " cannot be reached (" + reason(e)
                            + "): check that the server runs, and host and port in "
                            + MongoAddress.parameter(config, "url"),
                    e);
        }
        return new DbMigrateException(
                Diagnostic.UNSUPPORTED_SERVER,
                where + " refused to " + doing + ": " + reason(e) + " (code " + code
                        + "). dbmigrate needs MongoDB 6.0 or newer",
                e);
    }

    /** Whether the server could not be asked, as opposed to having refused. */
    static boolean unreachable(MongoException e) {
        return e instanceof MongoTimeoutException
                || e instanceof MongoSocketException
                || e instanceof MongoConfigurationException
                || e instanceof com.mongodb.MongoNodeIsRecoveringException
                || e instanceof com.mongodb.MongoNotPrimaryException;
    }

    /** Whether the server was stopped in the middle of a command, so that what became of it is not known. */
    static boolean interrupted(MongoException e) {
        return INTERRUPTED.contains(e.getCode());
    }

    /** What the server or the network said, in a line; the driver's messages name hosts, never credentials. */
    static String reason(Throwable e) {
        if (e instanceof MongoCommandException command) {
            return command.getErrorMessage();
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof MongoTimeoutException) {
            Matcher root = ROOT.matcher(message);
            String found = null;
            while (root.find()) {
                found = root.group(1);
            }
            return found == null ? "no server answered in time" : found;
        }
        return message;
    }
}
