package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.PartFailedException;

/** Words for a failed part: what happened, where, what stands, what to type. */
final class FailureText {

    private FailureText() {}

    static DbMigrateException explain(WorkItem item, PartFailedException failure, String message) {
        String goal = item.direction() == Direction.UP ? "apply" : "rollback";
        String what = item.entry().id() + " (" + item.source() + ") failed on "
                + item.part().database()
                + (item.direction() == Direction.DOWN ? " while it was rolled back" : "") + ":\n" + indent(message)
                + "\n";
        Diagnostic inner = failure.getCause() instanceof DbMigrateException known
                ? known.diagnostic()
                : Diagnostic.MIGRATION_FAILED;
        return switch (failure.effect()) {
            case NONE ->
                new DbMigrateException(
                        inner,
                        what + "Nothing of it was changed. Mend the migration and run mvn dbmigrate:" + goal
                                + " again.",
                        failure);
            case STEPS_DONE ->
                new DbMigrateException(
                        inner,
                        what
                                + "The steps before it stand and are journaled. Mend the failed step and run mvn dbmigrate:"
                                + goal + " again: it goes on from there.",
                        failure);
            case IN_DOUBT ->
                new DbMigrateException(
                        Diagnostic.IN_DOUBT,
                        what + "It cannot be known what of it stands. Look at the database; until this is settled,"
                                + " dbmigrate runs nothing more on this history.\n"
                                + InDoubt.waysOut(item.entry().id(), item.part().database()),
                        failure);
            case UNKNOWN ->
                new DbMigrateException(
                        Diagnostic.CONNECTION_LOST,
                        what + "The connection was lost before the outcome was known. It stands on the database: run"
                                + " mvn dbmigrate:" + goal
                                + " again when the server is back; it reads the outcome there"
                                + " and guesses nothing.",
                        failure);
        };
    }

    private static String indent(String text) {
        return text.lines().map(line -> "  " + line).collect(java.util.stream.Collectors.joining("\n"));
    }
}
